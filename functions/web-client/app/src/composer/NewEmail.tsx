import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Popover.css";
import { Autocomplete, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useContacts } from "../api/people";
import type { ContactRow } from "../api/types";
import { formatMailbox, parseMailbox } from "../lib/people";
import { usePlace } from "../shell/place";
import { Trouble } from "./Trouble";
import { useFiles } from "./useFiles";
import { useNewDraft, useStart } from "./useStart";
import { WritingBox } from "./WritingBox";

function optionOf(c: ContactRow): string {
  return formatMailbox({ name: c.name, address: c.email });
}

/** A mail that begins a conversation. */
export function NewEmail({ to, onClose }: { to: string; onClose(): void }) {
  const { audience } = usePlace();
  const draft = useNewDraft(`new.${audience.id}`);
  const [who, setWho] = useState(to);
  const [subject, setSubject] = useState("");
  const files = useFiles(audience.id);
  const [find] = useDebouncedValue(who, 150);
  const found = useContacts(audience.id, find, find.trim().length > 0);
  const people = found.data?.pages.flatMap((p) => p.contacts).filter((c) => c.email) ?? [];
  const known = people.find((c) => optionOf(c) === who);
  const start = useStart(draft, () => "Your message is on its way", onClose);

  const send = (force: boolean) => {
    const address = parseMailbox(who);
    if (!known && !address) return start.refuse("Choose a contact or type an email address.");
    if (!subject.trim()) return start.refuse("Give it a subject.");
    if (!draft.text.trim()) return start.refuse("Write something first.");
    if (files.fault) return start.refuse(files.fault);
    start.send({
      channel: "email", ...(known ? { contact: known.id } : { address: address! }),
      subject, text: draft.text, force, attachments: files.refs,
    });
  };
  return (
    <>
      <Autocomplete label="To" placeholder="A contact's name, or an email address" data={[...new Set(people.map(optionOf))]} value={who} onChange={setWho}
        filter={({ options }) => options} data-autofocus={!to || undefined} maxDropdownHeight={240} />
      <TextInput label="Subject" value={subject} onChange={(e) => setSubject(e.currentTarget.value)} maxLength={400} data-autofocus={to ? true : undefined} />
      <WritingBox text={draft.text} onText={draft.write} files={files} sending={start.busy} label="Your message" minRows={8}
        onSend={() => send(false)} onDiscard={() => { draft.drop(); onClose(); }}>
        <Trouble error={start.error} send={send} />
      </WritingBox>
    </>
  );
}
