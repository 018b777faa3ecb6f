import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Popover.css";
import { Autocomplete, NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useRef, useState } from "react";
import { APIError } from "../api/client";
import { useContacts } from "../api/people";
import { useMeasure, useNumbers } from "../api/texting";
import type { ContactRow } from "../api/types";
import { Trouble } from "../composer/Trouble";
import { useFiles } from "../composer/useFiles";
import { useNewDraft, useStart } from "../composer/useStart";
import { useSaved } from "../saved/useSaved";
import { usePlace } from "../shell/place";
import { firstWay, passing, SendText, type Bounds, type When } from "./SendText";
import { PictureButton, TextBox } from "./TextBox";
import { theirTime } from "./theirTime";

function optionOf(c: ContactRow): string {
  return c.name ? `${c.name} ${c.phone}` : c.phone;
}

/** A text that begins a conversation: with somebody who has consented, or the API says no. */
export default function NewText({ to, onClose }: { to: string; onClose(): void }) {
  const { audience } = usePlace();
  const { numbers } = audience.texting;
  const draft = useNewDraft(`newtext.${audience.id}`);
  const [who, setWho] = useState(to);
  const [from, setFrom] = useState(numbers[0] ?? "");
  const files = useFiles(audience.id);
  const ours = useNumbers(audience.id).data?.numbers.find((n) => n.number === from);
  const measured = useMeasure(audience.id, draft.text).data;
  const [find] = useDebouncedValue(who, 150);
  const found = useContacts(audience.id, find, find.trim().length > 0);
  const people = found.data?.pages.flatMap((p) => p.contacts).filter((c) => c.phone) ?? [];
  const known = people.find((c) => optionOf(c) === who);
  const start = useStart(draft, (m) => m.delivery?.due ? `It leaves ${theirTime(m.delivery.due, [])}` : "Your text is on its way", onClose);
  const input = useRef<HTMLTextAreaElement>(null);
  const saved = useSaved({ channel: "sms", text: draft.text, onText: draft.write, input });
  const bounds = boundsOf(start.error);
  const unready = (!draft.text.trim() && files.files.length === 0) || !!measured?.too_long;

  const send = (when: When) => {
    const number = who.replace(/[^\d+]/g, "");
    if (!known && !/^\+\d{6,}$/.test(number)) return start.refuse("Choose a contact, or type a number with its country's code: +1 555 0100.");
    if (files.fault) return start.refuse(files.fault);
    start.send({ channel: "sms", ...(known ? { contact: known.id } : { number }), from, text: draft.text, attachments: files.refs, ...when });
  };
  const way = firstWay(bounds);
  return (
    <>
      <Autocomplete label="To" placeholder="A contact's name, or a number" data={[...new Set(people.map(optionOf))]} value={who} onChange={setWho}
        filter={({ options }) => options} data-autofocus={!to || undefined} maxDropdownHeight={240} />
      {numbers.length > 1 && <NativeSelect label="From" data={numbers} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />}
      <TextBox text={draft.text} onText={draft.write} saved={saved} input={input} label="Your text" measured={measured} files={files} onSend={() => way && !unready && send(way)}>
        <Trouble error={start.error} send={() => send({})} />
        <SendText bounds={bounds} busy={start.busy} disabled={unready} onSend={send}>
          {ours?.media && <PictureButton files={files} />}
          {saved.button}
          <span className="hint muted">{bounds.reason === "" && <><kbd>Ctrl</kbd> <kbd>Enter</kbd> sends · only to those who have consented</>}</span>
          <button type="button" className="quiet" onClick={() => { draft.drop(); onClose(); }}>Discard</button>
        </SendText>
      </TextBox>
    </>
  );
}

/** What binds the text, known once the API has refused it. */
function boundsOf(refusal: Error | null): Bounds {
  const { reason = "", next_allowed_at: next } = refusal instanceof APIError ? refusal.problem : {};
  return { reason: passing.has(reason) ? reason : "", next, zones: [] };
}
