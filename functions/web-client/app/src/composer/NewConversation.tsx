import "../styles/dialogs";
import "../styles/thread.css";
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Popover.css";
import { Autocomplete, Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, APIError, ok } from "../api/client";
import { useContacts } from "../api/people";
import type { ContactRow } from "../api/types";
import { Drafts } from "../lib/drafts";
import { formatMailbox, parseMailbox } from "../lib/people";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { useFiles } from "./useFiles";
import { WritingBox } from "./WritingBox";

const drafts = new Drafts(localStorage);

function optionOf(c: ContactRow): string {
  return formatMailbox({ name: c.name, address: c.email });
}

/** A mail that begins a conversation with one person. */
export default function NewConversation({ to, onClose }: { to: string; onClose(): void }) {
  const { audience } = usePlace();
  const place = `new.${audience.id}`;
  const [draft, setDraft] = useState(() => drafts.load(place));
  const [who, setWho] = useState(to);
  const [subject, setSubject] = useState("");
  const files = useFiles(audience.id);
  const [find] = useDebouncedValue(who, 150);
  const found = useContacts(audience.id, find, find.trim().length > 0);
  const people = found.data?.pages.flatMap((p) => p.contacts).filter((c) => c.email) ?? [];
  const known = people.find((c) => optionOf(c) === who);
  const start = useStart(onClose, place);

  const keep = (text: string) => {
    const next = { ...draft, text };
    setDraft(next);
    drafts.save(place, next);
  };
  const send = (force: boolean) => {
    const address = parseMailbox(who);
    if (!known && !address) return start.refuse("Choose a contact or type an email address.");
    if (!subject.trim()) return start.refuse("Give it a subject.");
    if (!draft.text.trim()) return start.refuse("Write something first.");
    if (files.fault) return start.refuse(files.fault);
    start.send(draft.key, {
      ...(known ? { contact: known.id } : { address: address! }),
      subject, text: draft.text, force,
      attachments: files.files.flatMap((f) => (f.ref ? [f.ref] : [])),
    });
  };
  return (
    <Modal opened onClose={onClose} title="New conversation" size={640}>
      <div className="new-conversation">
        <Autocomplete label="To" placeholder="A contact's name, or an email address" data={[...new Set(people.map(optionOf))]} value={who} onChange={setWho}
          filter={({ options }) => options} data-autofocus={!to || undefined} maxDropdownHeight={240} />
        <TextInput label="Subject" value={subject} onChange={(e) => setSubject(e.currentTarget.value)} maxLength={400} data-autofocus={to ? true : undefined} />
        <WritingBox text={draft.text} onText={keep} files={files} sending={start.busy} label="Your message" minRows={8}
          onSend={() => send(false)} onDiscard={() => { drafts.drop(place); onClose(); }}>
          {start.error && (
            <div className="banner danger" role="alert">
              <span>{start.error.message}</span>
              {start.error instanceof APIError && start.error.kind === "suppressed" && <button type="button" className="quiet" onClick={() => send(true)}>Send anyway</button>}
            </div>
          )}
        </WritingBox>
      </div>
    </Modal>
  );
}

type Start = Parameters<typeof post>[2];

function post(audience: string, key: string, body: {
  contact?: string; address?: { name?: string; address: string }; subject: string; text: string; force: boolean;
  attachments: { key: string; name: string; type: string }[];
}) {
  return ok(api.POST("/v1/audiences/{audience}/conversations", {
    params: { path: { audience }, header: { "Idempotency-Key": key } },
    body,
  }));
}

function useStart(onClose: () => void, place: string) {
  const { audience } = usePlace();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const send = (key: string, body: Start) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    post(audience.id, key, body)
      .then(({ conversation }) => {
        drafts.drop(place);
        void queries.invalidateQueries({ queryKey: ["newest", "conversations", audience.id] });
        onClose();
        void navigate(`/a/${audience.id}/open/${conversation.id}`);
        toast({ text: "Your message is on its way" });
      })
      .catch((e: Error) => { setError(e); setBusy(false); });
  };
  return { busy, error, send, refuse: (why: string) => setError(new Error(why)) };
}
