import "../styles/bulk.css";
import { ActionIcon } from "@mantine/core";
import { CheckCircle2, Inbox, Mail, MailOpen, Trash2, X, type LucideIcon } from "lucide-react";
import { useState } from "react";
import type { Folder } from "../api/conversations";
import type { BulkAction } from "../api/jobs";
import type { ConversationRow } from "../api/types";
import type { Select } from "../inbox/useSelection";
import type { Words } from "../lib/bulk";
import type { View } from "../lib/view";
import { useShortcuts } from "../shell/useShortcuts";
import { useDeed, type Deed } from "./useDeed";

interface Choice {
  label: string;
  key?: string;
  icon: LucideIcon;
  action: BulkAction;
  words: Words;
}

const done: Choice = { label: "Done", key: "e", icon: CheckCircle2, action: { status: "done" }, words: { doing: "Marking as done", did: "marked as done" } };
const reopen: Choice = { label: "Back to do", key: "e", icon: Inbox, action: { status: "open" }, words: { doing: "Moving back to do", did: "moved back to do" } };
const trash: Choice = { label: "Trash", key: "#", icon: Trash2, action: { status: "trash" }, words: { doing: "Moving to the trash", did: "moved to the trash" } };
const read: Choice = { label: "Mark read", icon: MailOpen, action: { read: true }, words: { doing: "Marking as read", did: "marked as read" } };
const unread: Choice = { label: "Mark unread", key: "u", icon: Mail, action: { unread: true }, words: { doing: "Marking as unread", did: "marked as unread" } };

const offered: Record<Folder, Choice[]> = {
  open: [done, trash, read, unread],
  snoozed: [reopen, { ...done, key: undefined }, trash, read, unread],
  done: [reopen, trash, read, unread],
  trash: [reopen, read, unread],
  hidden: [done, trash],
};

/** By what statuses are given back; a snooze had a time of its own. */
const back: Partial<Record<Folder, Choice>> = { open: reopen, done };

interface Props {
  folder: Folder;
  view: View;
  rows: ConversationRow[];
  select: Select;
  /** Something is being done to these, or to all; a status moves them away. */
  onDone(moved: boolean): void;
}

/** What can be done to the conversations that are selected. */
export default function BulkBar({ folder, view, rows, select, onDone }: Props) {
  const [sure, setSure] = useState<Choice | null>(null);
  const deed = useDeed();
  const choices = offered[folder];
  const start = (c: Choice) => {
    const names = new Map(rows.map((r) => [r.id, [r.contact_name, r.subject].filter(Boolean).join(": ")]));
    const of = select.everything ? { folder, view } : { ids: select.chosen };
    const undo = back[folder];
    const reversed: Deed | undefined = undo && c.action.status && !select.everything ? { of, names, action: undo.action, words: undo.words } : undefined;
    deed({ of, names, action: c.action, words: c.words, undo: reversed });
    select.clear();
    onDone(c.action.status !== undefined);
  };
  // All of a list may be thousands, and has no way back.
  const choose = (c: Choice) => (select.everything && c.action.status ? setSure(c) : start(c));
  useShortcuts({
    Escape: () => (sure ? setSure(null) : select.clear()),
    "*": select.all,
    ...Object.fromEntries(choices.flatMap((c) => (c.key ? [[c.key, () => choose(c)]] : []))),
  }, { first: true });
  return (
    <section className="bulk" aria-label="Selected conversations">
      <div className="bulk-line">
        <span className="strong" role="status">{select.everything ? "All that match" : `${select.chosen.length} selected`}</span>
        {!select.everything && <button type="button" className="quiet" onClick={select.all} title="Select all that match (*)">Select all that match</button>}
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Select nothing" title="Select nothing (Esc)" onClick={select.clear}><X size={16} /></ActionIcon>
      </div>
      {sure ? (
        <div className="bulk-line" role="alertdialog" aria-label={`${sure.label}, all that match?`}>
          <span className="cut">{sure.label}, all that match?</span>
          <button type="button" className="quiet go" autoFocus onClick={() => start(sure)}>{sure.label}</button>
          <button type="button" className="quiet" onClick={() => setSure(null)}>Back</button>
        </div>
      ) : (
        <div className="bulk-line" role="toolbar" aria-label="Actions">
          {choices.map((c) => (
            <ActionIcon key={c.label} variant="subtle" color="gray" size={32} aria-label={c.label} title={c.key ? `${c.label} (${c.key})` : c.label} onClick={() => choose(c)}><c.icon size={16} /></ActionIcon>
          ))}
        </div>
      )}
    </section>
  );
}
