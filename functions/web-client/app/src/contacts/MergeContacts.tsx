import "../styles/dialogs";
import "../styles/picker.css";
import "../styles/contact.css";
import "@mantine/core/styles/Input.css";
import { Button, Modal, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { ArrowUpDown } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useMergeContacts, useUnmergeContacts } from "../api/contacts";
import { useContact, useContacts } from "../api/people";
import type { Contact, ContactRow } from "../api/types";
import { mergedContact } from "../lib/mergedContact";
import { Avatar } from "../shell/Avatar";
import { useToast } from "../shell/toasts";

interface Props {
  contact: Contact;
  onClose(): void;
}

/** Finds the contact who is the same person, shows what becomes of the two, and merges them. */
export default function MergeContacts({ contact, onClose }: Props) {
  const [other, setOther] = useState("");
  return (
    <Modal opened onClose={onClose} title={other ? "Merge these two?" : "Who is the same person?"} size={520}>
      {other ? <Preview contact={contact} other={other} onBack={() => setOther("")} onClose={onClose} /> : <Find except={contact} onFound={setOther} />}
    </Modal>
  );
}

function Find({ except, onFound }: { except: Contact; onFound(id: string): void }) {
  const [text, setText] = useState("");
  const [find] = useDebouncedValue(text, 150);
  const list = useContacts(except.audience, find);
  const rows = list.data?.pages.flatMap((p) => p.contacts).filter((c) => c.id !== except.id) ?? [];
  return (
    <>
      <TextInput data-autofocus type="search" aria-label="Find the other contact" placeholder="Name, email or phone" value={text} onChange={(e) => setText(e.currentTarget.value)} />
      {list.isPending && <Skeleton height={12} width="60%" mt={16} />}
      {list.isError && <p role="alert" className="banner danger">{list.error.message}</p>}
      {list.isSuccess && rows.length === 0 && <p className="muted picker-empty">Nobody by that name.</p>}
      <ul className="picker" aria-label="Contacts found">
        {rows.map((c) => <li key={c.id}><button type="button" className="found-contact" onClick={() => onFound(c.id)}><Found contact={c} /></button></li>)}
      </ul>
    </>
  );
}

function Found({ contact: c }: { contact: ContactRow }) {
  const name = c.name || c.email || c.phone;
  return (
    <>
      <Avatar name={name} id={c.id} size={28} />
      <span className="cut">{name}</span>
      <span className="cut muted small">{[c.email, c.phone].filter((known) => known && known !== name).join(" · ")}</span>
    </>
  );
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
        <Button data-autofocus loading={merge.busy} onClick={() => merge.run(into, from)}>Merge</Button>
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
    onSuccess: () => {
      onClose();
      void navigate(`/a/${into.audience}/contacts/${into.id}`);
      toast({ text: `${nameOf(from)} is a part of ${nameOf(into)} now`, action: { label: "Undo", run: () => undo(into, from) } });
    },
  });
  return { run, busy: merge.isPending, error: merge.error };
}
