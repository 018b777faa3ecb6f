import "../styles/dialogs";
import "../styles/picker.css";
import "../styles/saved.css";
import "@mantine/core/styles/Input.css";
import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent } from "react";
import { previewOf, useSavedReplies, type SavedReply } from "../api/savedReplies";
import { piecesOf } from "../lib/pieces";
import { usePlace } from "../shell/place";
import { WaitingRows } from "../shell/Waiting";

interface Props {
  channel: "email" | "sms";
  conversation?: string;
  /** The text as it reads here; variables that nobody knows stand in it still. */
  onChoose(text: string): void;
  onClose(): void;
}

const pauseMs = 120;

/** A saved reply of many, found by typing, with how it reads here. */
export default function SavedReplies({ channel, conversation, onChoose, onClose }: Props) {
  const { audience } = usePlace();
  const replies = useSavedReplies(audience.id);
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [fault, setFault] = useState("");
  const list = useId();
  const meant = replies.data?.filter((s) => s.channels.length === 0 || s.channels.includes(channel)) ?? [];
  const shown = found(meant, text);
  const here = shown[Math.min(at, shown.length - 1)];
  const choose = (s: SavedReply) =>
    queries.fetchQuery(previewOf(s, conversation)).then((p) => onChoose(p.draft), (e: Error) => setFault(e.message));
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    if (step) setAt(Math.max(0, Math.min(shown.length - 1, Math.min(at, shown.length - 1) + step)));
    else if (here) void choose(here);
  };
  return (
    <Modal opened onClose={onClose} title="Saved replies" size={760}>
      <TextInput data-autofocus aria-label="Saved replies" placeholder="Type to find" value={text} onKeyDown={keys}
        onChange={(e) => { setText(e.currentTarget.value); setAt(0); }}
        role="combobox" aria-expanded aria-controls={list} aria-activedescendant={here && `${list}-${here.id}`} />
      {(fault || replies.error) && <p role="alert" className="banner danger">{fault || replies.error?.message}</p>}
      {replies.isPending && <WaitingRows count={3} />}
      {replies.isSuccess && shown.length === 0 && <p className="muted picker-empty">{meant.length === 0 ? "There are no saved replies yet. A manager writes them under Settings." : "None is like that."}</p>}
      <div className="saved" hidden={shown.length === 0}>
        <ul className="picker" id={list} role="listbox" aria-label="Saved replies">
          {shown.map((s, i) => (
            <li key={s.id} id={`${list}-${s.id}`} role="option" aria-selected={s === here} onPointerMove={() => setAt(i)} onClick={() => void choose(s)}>
              <span className="cut">{s.name}</span>
              {s.category && <span className="muted">{s.category}</span>}
            </li>
          ))}
        </ul>
        {here && <Preview reply={here} conversation={conversation} />}
      </div>
    </Modal>
  );
}

/** Those that have all the words somewhere; in the name first. */
function found(replies: SavedReply[], text: string): SavedReply[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (s: string) => words.every((w) => s.toLowerCase().includes(w));
  const named = replies.filter((s) => has(`${s.name} ${s.category}`));
  return [...named, ...replies.filter((s) => !named.includes(s) && has(`${s.name} ${s.category} ${s.text}`))];
}

function Preview({ reply, conversation }: { reply: SavedReply; conversation?: string }) {
  const [paused] = useDebouncedValue(reply, pauseMs);
  const preview = useQuery(previewOf(paused, conversation));
  const { data } = preview;
  const pieces = piecesOf(data?.draft ?? paused.text);
  return (
    <section className="saved-preview" aria-label="Preview" aria-busy={!data}>
      {preview.isError && <p role="alert" className="banner danger">{preview.error.message}</p>}
      <div className={data ? "text" : "text muted"}>{pieces.map((p, i) => (p.kind === "plain" ? p.text : <mark key={i} className={p.kind}>{p.text}</mark>))}</div>
      {data && data.empty.length > 0 && <p className="muted small">Nothing is known of what is marked: fill it in before it is sent.</p>}
      {pieces.some((p) => p.kind === "coupon") && <p className="muted small">A coupon code is taken when it is sent.</p>}
    </section>
  );
}
