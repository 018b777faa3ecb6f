import { statusWord } from "./conflict";
import { dayAndClock } from "./zones";

interface Change {
  direction: string;
  event?: { name: string; from: string; to: string };
}

/** What ids in changes are called. */
interface Names {
  assignee(id: string): string;
  label(id: string): string;
}

const keywords: Record<string, string> = {
  opt_out: "and opted out of texts",
  opt_in: "and consented to texts",
  help: "to ask who texts",
};

/**
 * A change to a conversation as a sentence. It was made by a member, whose name
 * author is, or by what somebody wrote.
 */
export function changeWords({ event, direction }: Change, author: string, contact: string, names: Names): string {
  if (event?.name === "keyword") return `${contact || "The contact"} texted ${event.from} ${keywords[event.to] ?? ""}`.trim();
  const who = author || (direction === "inbound" ? "A new message" : "Confab");
  switch (event?.name) {
    case "assignee": return `${who} ${event.to ? `assigned this to ${names.assignee(event.to)}` : "took this from whom it was assigned to"}`;
    case "label": return `${who} ${event.to ? "added" : "removed"} the label ${names.label(event.to || event.from)}`;
    case "note": return `${who} deleted a note`;
    case "scheduled_overtaken": return `${contact || "The contact"} wrote before a message that is scheduled`;
    case "woken": return "The snooze is over";
    case "merged": return `${who} merged another conversation into this`;
    case "contact": return `${who} moved this to another contact, by merging the two or taking them apart`;
    case "split": return `${who} ${event.to ? "split a message off this" : "split this off another conversation"}`;
  }
  if (event?.name === "snooze") return `${who} snoozed this until ${event.to === "reply" ? "they reply" : dayAndClock(new Date(event.to), "")}`;
  if (event?.name === "status" && event.from === "snoozed" && !author && direction !== "inbound") return "The snooze is over";
  if (event?.name !== "status") return `${who} changed ${event?.name ?? "something"}`;
  return `${who} ${author ? "marked this" : "brought this back,"} ${statusWord(event.to)}`;
}
