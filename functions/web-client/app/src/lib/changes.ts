import { statusWord } from "./conflict";
import { dayAndClock } from "./zones";

interface Change {
  direction: string;
  event?: { name: string; from: string; to: string };
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
export function changeWords({ event, direction }: Change, author: string, contact: string): string {
  if (event?.name === "keyword") return `${contact || "The contact"} texted ${event.from} ${keywords[event.to] ?? ""}`.trim();
  const who = author || (direction === "inbound" ? "A new message" : "Confab");
  if (event?.name === "snooze") return `${who} snoozed this until ${event.to === "reply" ? "they reply" : dayAndClock(new Date(event.to), "")}`;
  if (event?.name === "status" && event.from === "snoozed" && !author && direction !== "inbound") return "The snooze is over";
  if (event?.name !== "status") return `${who} changed ${event?.name ?? "something"}`;
  return `${who} ${author ? "marked this" : "brought this back,"} ${statusWord(event.to)}`;
}
