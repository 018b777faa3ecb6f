import { nameOf, type Mailbox } from "./people";

interface Said {
  id: string;
  kind: string;
  direction: string;
  hidden: boolean;
  /** What wrote it where nobody did. */
  automatic: string;
  from: Mailbox;
  author: string;
}

export interface Seen {
  status: string;
  /** A member's or a team's id, or empty. */
  assignee: string;
  messages: Said[];
}

/**
 * What changed in a conversation between two looks at it, as sentences, as far
 * as it matters to somebody about to answer. Empty when only the conversation's
 * bookkeeping moved (it was read, a delivery settled).
 */
export function changesBetween(before: Seen, after: Seen, memberName: (id: string) => string): string[] {
  const known = new Set(before.messages.map((m) => m.id));
  const changes: string[] = [];
  for (const m of after.messages) {
    if (known.has(m.id) || m.kind !== "message" || m.hidden || m.automatic) continue;
    changes.push(m.direction === "inbound" ? `${nameOf(m.from)} wrote again.` : `${memberName(m.author)} answered.`);
  }
  if (before.status !== after.status) changes.push(`It is now ${statusWord(after.status)}.`);
  return changes;
}

/** To whom a conversation was given between two looks at it, as a sentence; none where nobody gave it. */
export function assignedBetween(before: Pick<Seen, "assignee">, after: Pick<Seen, "assignee">, nameOf: (id: string) => string): string[] {
  if (before.assignee === after.assignee) return [];
  return [after.assignee ? `It is assigned to ${nameOf(after.assignee)} now.` : "It is assigned to nobody now."];
}

/** A status as the page calls it. */
export function statusWord(status: string): string {
  switch (status) {
    case "open":
      return "to do";
    case "trash":
      return "in the trash";
    default:
      return status;
  }
}
