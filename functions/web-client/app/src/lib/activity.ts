import { recordWords } from "./records";

interface Event {
  kind: string;
  name: string;
  author: string;
  campaign: string;
  order: string;
  other: string;
  detail: string;
  properties: Record<string, unknown>;
}

interface Message {
  direction: string;
  automatic: string;
  hidden: boolean;
  author: string;
  subject: string;
  text: string;
}

interface Entry {
  kind: string;
  event?: Event;
  message?: Message;
  record?: Parameters<typeof recordWords>[0] & { author: string };
}

/** By what the feed is narrowed, as the API and as the page calls it. */
export const activityKinds = [
  { kind: "", label: "Everything" },
  { kind: "message", label: "Messages" },
  { kind: "campaign,flow", label: "Campaigns and flows" },
  { kind: "click", label: "Clicks" },
  { kind: "order", label: "Orders" },
  { kind: "failed", label: "Not delivered" },
  { kind: "event", label: "Events" },
  { kind: "text", label: "Consent to texts" },
  { kind: "contact", label: "Blocked and merged" },
];

/** What happened with a contact, as a sentence, and what was said or told along with it. */
export interface Words {
  told: string;
  more: string;
}

/** Tells an entry of a contact's activity; memberName names members by their ids. */
export function activityWords(e: Entry, memberName: (id: string) => string): Words {
  if (e.message) return messageWords(e.message, memberName);
  if (e.record) return { told: recordWords(e.record, e.record.author ? memberName(e.record.author) : ""), more: "" };
  return { told: e.event ? eventWords(e.event, memberName) : "Something happened", more: e.event ? listed(e.event.properties) : "" };
}

function messageWords(m: Message, memberName: (id: string) => string): Words {
  const more = oneLine(m.text || m.subject);
  if (m.direction === "outbound") return { told: m.automatic ? "Answered by itself" : `${memberName(m.author)} wrote`, more };
  return { told: m.hidden ? "Sent something automatic" : "Wrote", more };
}

const failures: Record<string, string> = {
  bounced: "A message bounced", complained: "Reported a message as spam", failed: "A message could not be sent",
};

function eventWords(e: Event, memberName: (id: string) => string): string {
  const who = e.author ? memberName(e.author) : "Confab";
  const other = e.detail || "another contact";
  switch (e.kind) {
    case "campaign": return `Received the campaign ${e.name || e.campaign}${after(e.detail)}`;
    case "flow": return `Went through the flow ${e.name || e.campaign}${after(e.detail)}`;
    case "click": return `Followed a link: ${e.detail || e.name}`;
    case "order": return `Order ${e.name || e.order}${after(e.detail)}`;
    case "failed": return failures[e.detail] ?? "A message did not reach them";
    case "blocked": return `${who} blocked them`;
    case "unblocked": return `${who} unblocked them`;
    case "merged": return `${who} merged ${other} into this contact`;
    case "unmerged": return `${who} took ${other} apart again`;
    default: return `${spoken(e.name)}${after(e.detail)}`;
  }
}

function after(detail: string): string {
  return detail && `: ${detail}`;
}

/** A name such as cart_abandoned in words. */
function spoken(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function listed(properties: Record<string, unknown>): string {
  return Object.entries(properties).map(([k, v]) => `${k.replaceAll("_", " ")} ${typeof v === "string" ? v : JSON.stringify(v)}`).join(" · ");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
