import "../styles/bulk.css";
import { ActionIcon } from "@mantine/core";
import { AlarmClock, CheckCircle2, Eraser, Inbox, Mail, MailOpen, Tag, Trash2, UserRound, X, type LucideIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Folder } from "../api/conversations";
import type { BulkAction } from "../api/jobs";
import { mayManage, type ConversationRow } from "../api/types";
import type { Select } from "../inbox/useSelection";
import type { Words } from "../lib/bulk";
import type { View } from "../lib/view";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import type { Question } from "./Ask";
import { useDeed, type Deed } from "./useDeed";

const Ask = lazy(() => import("./Ask"));

/** One thing that can be done to many. */
export interface Act {
  action: BulkAction;
  words: Words;
}

interface Choice {
  label: string;
  key?: string;
  icon: LucideIcon;
  /** What it does, or what has to be asked first. */
  does: Act | Question;
}

const done: Choice = { label: "Done", key: "e", icon: CheckCircle2, does: { action: { status: "done" }, words: { doing: "Marking as done", did: "marked as done" } } };
const reopen: Choice = { label: "Back to do", key: "e", icon: Inbox, does: { action: { status: "open" }, words: { doing: "Moving back to do", did: "moved back to do" } } };
const snooze: Choice = { label: "Snooze", key: "s", icon: AlarmClock, does: "snooze" };
const trash: Choice = { label: "Trash", key: "#", icon: Trash2, does: { action: { status: "trash" }, words: { doing: "Moving to the trash", did: "moved to the trash" } } };
const read: Choice = { label: "Mark read", icon: MailOpen, does: { action: { read: true }, words: { doing: "Marking as read", did: "marked as read" } } };
const unread: Choice = { label: "Mark unread", key: "u", icon: Mail, does: { action: { unread: true }, words: { doing: "Marking as unread", did: "marked as unread" } } };
const assign: Choice = { label: "Assign", key: "m", icon: UserRound, does: "assign" };
const label: Choice = { label: "Labels", key: "l", icon: Tag, does: "label" };

const forGood: Choice = { label: "Delete for good", icon: Eraser, does: "delete" };

const offered: Record<Folder, Choice[]> = {
  open: [done, snooze, trash, read, unread, assign, label],
  snoozed: [reopen, snooze, { ...done, key: undefined }, trash, read, unread, assign, label],
  done: [reopen, snooze, trash, read, unread, assign, label],
  trash: [reopen, read, unread, label, forGood],
  hidden: [done, trash],
};

/** What brings conversations back; a snooze had a time of its own. */
const back: Partial<Record<Folder, Choice>> = { open: reopen, done };

interface Props {
  folder: Folder;
  view: View;
  rows: ConversationRow[];
  select: Select;
  /** Something is being done to them; moved: it takes them out of the list. */
  onDone(moved: boolean): void;
}

/** What can be done to the conversations that are selected. */
export default function BulkBar({ folder, view, rows, select, onDone }: Props) {
  const { me, audience } = usePlace();
  const [sure, setSure] = useState<Act | null>(null);
  const [asked, setAsked] = useState<Question | null>(null);
  const deed = useDeed();
  const moves = ({ action }: Act) => action.status !== undefined || (action.snooze !== undefined && folder !== "snoozed");
  const start = (act: Act) => {
    const names = namesOf(rows);
    const of = select.everything ? { folder, view } : { ids: select.chosen };
    const undo = back[folder]?.does as Act | undefined;
    const undoing: Deed | undefined = undo && moves(act) && !select.everything ? { of, names, moves: true, ...undo } : undefined;
    deed({ of, names, moves: moves(act), ...act, undo: undoing });
    select.clear();
    onDone(moves(act));
  };
  // All of a list may be thousands, and has no way back.
  const act = (a: Act) => { setAsked(null); if (select.everything && moves(a)) setSure(a); else start(a); };
  const choose = ({ does }: Choice) => (typeof does === "string" ? setAsked(does) : act(does));
  const choices = offered[folder].filter((c) => c !== forGood || (mayManage(audience.role) && !select.everything));
  useShortcuts({
    Escape: () => (sure ? setSure(null) : select.clear()),
    "*": select.all,
    ...(choices.includes(assign) && { i: () => act({ action: { assign: { assignee: me.member.id } }, words: { doing: "Assigning to you", did: "assigned to you" } }) }),
    ...Object.fromEntries(choices.flatMap((c) => (c.key ? [[c.key, () => choose(c)]] : []))),
  }, { first: true });
  return (
    <section className="bulk" aria-label="Selected conversations">
      <div className="bulk-line">
        <span className="strong" role="status">{select.everything ? "All that match" : `${select.chosen.length} selected`}</span>
        {!select.everything && <button type="button" className="quiet" onClick={select.all} title="Select all that match (*)">Select all that match</button>}
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Select nothing" title="Select nothing (Esc)" onClick={select.clear}><X size={16} /></ActionIcon>
      </div>
      {sure ? <Sure act={sure} onSure={() => start(sure)} onBack={() => setSure(null)} /> : (
        <div className="bulk-line" role="toolbar" aria-label="Actions">
          {choices.map((c) => (
            <ActionIcon key={c.label} variant="subtle" color="gray" size={32} aria-label={c.label} title={c.key ? `${c.label} (${c.key})` : c.label} onClick={() => choose(c)}><c.icon size={16} /></ActionIcon>
          ))}
        </div>
      )}
      <Suspense>{asked && <Ask question={asked} rows={rows.filter((r) => select.has(r.id))} onAnswer={act}
        onDone={() => { setAsked(null); select.clear(); onDone(true); }} onClose={() => setAsked(null)} />}</Suspense>
    </section>
  );
}

/** What conversations are called where they are told of one by one. */
export function namesOf(rows: ConversationRow[]): ReadonlyMap<string, string> {
  return new Map(rows.map((r) => [r.id, [r.contact_name, r.subject].filter(Boolean).join(": ")]));
}

function Sure({ act, onSure, onBack }: { act: Act; onSure(): void; onBack(): void }) {
  return (
    <div className="bulk-line" role="alertdialog" aria-label={`${act.words.doing}: go on?`}>
      <span className="cut">{act.words.doing}</span>
      <button type="button" className="quiet go" autoFocus onClick={onSure}>Go on</button>
      <button type="button" className="quiet" onClick={onBack}>Back</button>
    </div>
  );
}
