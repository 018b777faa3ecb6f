import { Link, useLocation, type To } from "react-router";
import { useMemberName } from "../api/people";
import type { Found } from "../api/search";
import type { ConversationRow } from "../api/types";
import { statusWord } from "../lib/conflict";
import { fullTime, shortTime } from "../lib/time";

/** A message that was found, with what stands around the words. */
export function MessageHit({ hit: { conversation: c, message: m, snippet }, current, to, onOpen }: { hit: Found; current: boolean; to: To; onOpen(): void }) {
  const memberName = useMemberName();
  const who = m.kind === "note" ? `Note of ${memberName(m.author)}: ` : m.direction === "outbound" && m.author ? `${memberName(m.author)}: ` : "";
  return (
    <li>
      <Link to={to} state={useLocation().state} className="hit" aria-current={current ? "true" : undefined} onClick={onOpen}>
        <Top row={c} at={m.at} />
        {m.subject && <span className="cut small">{m.subject}</span>}
        <span className="snippet">{who && <span>{who}</span>}{snippet.map((p, i) => (p.match ? <mark key={i}>{p.text}</mark> : <span key={i}>{p.text}</span>))}</span>
      </Link>
    </li>
  );
}

function Top({ row, at }: { row: ConversationRow; at: string }) {
  return (
    <span className="row-top">
      <span className="cut who">{row.contact_name || "Automatic mail"}</span>
      {row.status !== "open" && <span className="flag">{statusWord(row.status)}</span>}
      <time dateTime={at} title={fullTime(at)}>{shortTime(at)}</time>
    </span>
  );
}
