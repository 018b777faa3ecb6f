import "@mantine/core/styles/Input.css";
import { Button, Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { useMembers } from "../api/people";
import type { Conversation } from "../api/types";
import { useAddNote } from "../api/work";
import { Drafts } from "../lib/drafts";
import { mentionAt, mentioned, withMention, type Nameable } from "../lib/mentions";

const drafts = new Drafts(localStorage);

/** A note for the team: never sent, and plainly not an answer. */
export function NoteBox({ conversation: c, onClose }: { conversation: Conversation; onClose(): void }) {
  const place = `note.${c.id}`;
  const [draft, setDraft] = useState(() => drafts.load(place));
  const [caret, setCaret] = useState(0);
  const input = useRef<HTMLTextAreaElement>(null);
  const add = useAddNote();
  const members: Nameable[] = (useMembers().data?.members ?? [])
    .filter((m) => m.account_role || m.roles[c.audience])
    .map((m) => ({ id: m.id, name: m.name || m.email }));
  const keep = (text: string, at: number) => {
    const next = { ...draft, text };
    setDraft(next);
    setCaret(at);
    drafts.save(place, next);
  };
  const suggestions = mentionAt(draft.text, caret, members);
  const mention = (name: string) => {
    const { text, caret: at } = withMention(draft.text, caret, name);
    keep(text, at);
    requestAnimationFrame(() => { input.current?.focus(); input.current?.setSelectionRange(at, at); });
  };
  const save = () => {
    if (add.isPending || !draft.text.trim()) return;
    add.mutate({ conversation: c.id, key: draft.key, text: draft.text, mentions: mentioned(draft.text, members) }, {
      onSuccess: () => { drafts.drop(place); onClose(); },
    });
  };
  return (
    <section className="composer note-box" aria-label="Your note"
      onKeyDown={(e) => {
        if (e.key === "Escape" && !e.defaultPrevented) { e.stopPropagation(); input.current?.blur(); onClose(); }
        if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); save(); }
        if (e.key === "Tab" && !e.shiftKey && suggestions[0]) { e.preventDefault(); mention(suggestions[0].name); }
      }}>
      <Textarea ref={input} autoFocus variant="unstyled" className="writing" aria-label="Your note" placeholder="A note for the team; @ mentions somebody…" autosize minRows={2} maxRows={12}
        value={draft.text} onChange={(e) => keep(e.currentTarget.value, e.currentTarget.selectionStart)} />
      {suggestions.length > 0 && (
        <ul className="mentions" aria-label="Mention">
          {suggestions.map((m) => <li key={m.id}><button type="button" className="chip" onClick={() => mention(m.name)}>@{m.name}</button></li>)}
        </ul>
      )}
      {add.isError && <p className="banner danger" role="alert">{add.error.message}</p>}
      <div className="composer-foot">
        <Button onClick={save} loading={add.isPending} disabled={!draft.text.trim()}>Add note</Button>
        <span className="hint muted"><kbd>Ctrl</kbd> <kbd>Enter</kbd> adds · only the team sees it</span>
        <button type="button" className="quiet" onClick={() => { drafts.drop(place); onClose(); }}>Discard</button>
      </div>
    </section>
  );
}
