import { use, useState } from "react";
import { Link } from "react-router";
import { useMemberName } from "../api/people";
import type { Message } from "../api/types";
import { changeWords } from "../lib/changes";
import { nameOf } from "../lib/people";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { MessageCard } from "./MessageCard";
import { useNames } from "./names";
import { NoteCard } from "./NoteCard";
import { ThemContext } from "./them";

const machine: Record<string, string> = { auto_reply: "Automatic reply", bounce: "Delivery report", complaint: "Complaint" };

/** What wrote a message, where no person did. */
function labelOf(m: Message): string | undefined {
  return m.automatic ? "Automatic" : machine[m.nature];
}

/** One entry of a thread: a message, a folded automatic one, or a change. */
export function Entry({ message: m, unfold, onWhy }: { message: Message; unfold: boolean; onWhy(): void }) {
  const [unfolded, setUnfolded] = useState(unfold);
  if (m.kind === "event") return <Change message={m} />;
  if (m.kind === "note") return <NoteCard message={m} />;
  if (m.hidden && !unfolded) {
    return (
      <div className="entry folded">
        <button type="button" onClick={() => setUnfolded(true)} aria-expanded={false}>
          {m.spam ? "Spam" : (labelOf(m) ?? "Hidden message")} from {nameOf(m.from)}
          <span className="muted"> · {messageTime(m.at)} · Show</span>
        </button>
      </div>
    );
  }
  return <MessageCard message={m} label={labelOf(m)} onWhy={onWhy} />;
}

function Change({ message: m }: { message: Message }) {
  const memberName = useMemberName();
  const them = use(ThemContext);
  const { audience } = usePlace();
  const names = useNames(audience.id);
  const other = m.event?.name === "split" && (m.event.to || m.event.from);
  return (
    <div className="entry change">
      {changeWords(m, m.author ? memberName(m.author) : "", them.name, names)}
      {other && <> · <Link className="quiet" to={`/a/${audience.id}/open/${other}`}>Open it</Link></>} · <time dateTime={m.at} title={fullTime(m.at)}>{messageTime(m.at)}</time>
    </div>
  );
}
