import "../styles/dialogs";
import "../styles/contact.css";
import { Button, Modal, Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { ArrowUpDown } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useMergeContacts, useUnmergeContacts } from "../api/contacts";
import { useContact, useContacts } from "../api/people";
import { useFoundContacts } from "../api/search";
import type { Contact, ContactRow } from "../api/types";
import { mergedContact } from "../lib/mergedContact";
import { Avatar } from "../shell/Avatar";
import Picker, { type Choice } from "../shell/Picker";
import { useToast } from "../shell/toasts";

interface Props {
  contact: Contact;
  onClose(): void;
}

/** Finds the contact who is the same person, shows what becomes of the two, and merges them. */
export default function MergeContacts({ contact, onClose }: Props) {
  const [other, setOther] = useState("");
  if (!other) return <Find except={contact} onFound={setOther} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title="Merge these two?" size={520}>
      <Preview contact={contact} other={other} onBack={() => setOther("")} onClose={onClose} />
    </Modal>
  );
}

function Find({ except, onFound, onClose }: { except: Contact; onFound(id: string): void; onClose(): void }) {
  const [text, setText] = useState("");
  const [find] = useDebouncedValue(text.trim(), 150);
  const list = useContacts(except.audience, "", find === "");
  const found = useFoundContacts(except.audience, find);
  const rows = (find ? found.data : list.data?.pages.flatMap((p) => p.contacts)) ?? [];
  const { isPending, error } = find ? found : list;
  return (
    <Picker title="Who is the same person?" onText={setText} onChoose={onFound} onClose={onClose}
      empty={isPending ? "Looking…" : error?.message ?? "Nobody is called so."}
      choices={rows.filter((c) => c.id !== except.id).map(choiceOf)} />
  );
}

function choiceOf(c: ContactRow): Choice {
  const name = c.name || c.email || c.phone;
  return { id: c.id, label: name, mark: <Avatar name={name} id={c.id} size={28} />, hint: [c.email, c.phone].filter((known) => known && known !== name).join(" · ") };
}

interface PreviewProps extends Props {
  other: string;
  onBack(): void;
}

function Preview({ contact, other: id, onBack, onClose }: PreviewProps) {
  const other = useContact(id);
  const [swapped, setSwapped] = useState(false);
  const merge = useMerge(onClose);
  if (other.isError) return <p role="alert" className="banner danger">{other.error.message}</p>;
  if (!other.data) return <Skeleton height={120} />;
  const [into, from] = swapped ? [other.data, contact] : [contact, other.data];
  return (
    <>
      <p className="merged-who"><strong>{nameOf(into)}</strong> stays, and <strong>{nameOf(from)}</strong> becomes a part of them:</p>
      <dl className="merged-fields">
        {mergedContact(into, from).map((f) => (
          <div key={f.label}><dt>{f.label}</dt><dd>{f.value} {f.lost && <del className="muted">{f.lost}</del>}</dd></div>
        ))}
      </dl>
      <p className="muted small">Conversations, orders and activity of both are theirs. Consents stay with the numbers. This can be undone.</p>
      {merge.error && <p role="alert" className="banner danger">{merge.error.message}</p>}
      <div className="buttons dialog-foot">
        <Button autoFocus loading={merge.busy} onClick={() => merge.run(into, from)}>Merge</Button>
        <Button variant="default" leftSection={<ArrowUpDown size={16} />} onClick={() => setSwapped(!swapped)}>{nameOf(from)} stays instead</Button>
        <Button variant="subtle" color="gray" onClick={onBack}>Somebody else</Button>
      </div>
    </>
  );
}

function nameOf(c: Contact): string {
  return c.name || c.emails[0] || c.phones[0] || "";
}

/** Merges, leads to the contact that stays, and offers to undo it. */
function useMerge(onClose: () => void) {
  const merge = useMergeContacts();
  const unmerge = useUnmergeContacts();
  const toast = useToast();
  const navigate = useNavigate();
  const [key] = useState(() => crypto.randomUUID());
  const undo = (into: Contact, from: Contact) => unmerge.mutate({ into: into.id, from: from.id, key: crypto.randomUUID() }, {
    onSuccess: () => toast({ text: "They are two contacts again" }),
    onError: (e) => toast({ text: e.message, tone: "error" }),
  });
  const run = (into: Contact, from: Contact) => merge.mutate({ into, from, key: `${key}.${into.id}` }, {
    onSuccess: ({ moving }) => {
      onClose();
      void navigate(`/a/${into.audience}/contacts/${into.id}`);
      toast({ text: `${nameOf(from)} is a part of ${nameOf(into)} now${moving ? "; the rest of their conversations follow" : ""}`, action: { label: "Undo", run: () => undo(into, from) } });
    },
  });
  return { run, busy: merge.isPending, error: merge.error };
}
