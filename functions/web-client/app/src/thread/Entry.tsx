import { useState } from "react";
import { useMemberName } from "../api/people";
import type { Message } from "../api/types";
import { statusWord } from "../lib/conflict";
import { nameOf } from "../lib/people";
import { fullTime, messageTime } from "../lib/time";
import { MessageCard } from "./MessageCard";

const machine: Record<string, string> = { auto_reply: "Automatic reply", bounce: "Delivery report", complaint: "Complaint" };

/** One entry of a thread: a message, a folded automatic one, or a change. */
export function Entry({ message: m, unfold, onWhy }: { message: Message; unfold: boolean; onWhy(): void }) {
  const [unfolded, setUnfolded] = useState(unfold);
  if (m.kind === "event") return <Change message={m} />;
  if (m.hidden && !unfolded) {
    return (
      <div className="entry folded">
        <button type="button" onClick={() => setUnfolded(true)} aria-expanded={false}>
          {m.spam ? "Spam" : (machine[m.nature] ?? "Hidden message")} from {nameOf(m.from)}
          <span className="muted"> · {messageTime(m.at)} · Show</span>
        </button>
      </div>
    );
  }
  return <MessageCard message={m} label={machine[m.nature]} onWhy={onWhy} />;
}

function Change({ message: m }: { message: Message }) {
  const memberName = useMemberName();
  const who = m.author ? memberName(m.author) : m.direction === "inbound" ? "A new message" : "Confab";
  const what = m.event?.name === "status" ? `${m.author ? "marked this" : "brought this back,"} ${statusWord(m.event.to)}` : `changed ${m.event?.name ?? "something"}`;
  return (
    <div className="entry change">
      {who} {what} · <time dateTime={m.at} title={fullTime(m.at)}>{messageTime(m.at)}</time>
    </div>
  );
}
