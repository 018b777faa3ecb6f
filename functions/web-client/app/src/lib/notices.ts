interface Told {
  kind: string;
  audience: string;
  conversation: string;
  message: string;
}

/** A notice as a sentence without its stop; who is the member who caused it, about what it is about, or empty. */
export function noticeWords({ kind, conversation }: Told, who: string, about: string): string {
  const where = about && `: ${about}`;
  switch (kind) {
    case "mention":
      return `${who} mentioned you${where}`;
    case "assigned":
      return conversation ? `${who} assigned this to you${where}` : `${who} assigned conversations to you`;
    case "scheduled_overtaken":
      return `They wrote before the message that you scheduled${where}`;
    case "webhook_disabled":
      return "A webhook of yours is switched off: nothing took its calls for three days";
    case "job_done":
      return "A job of yours has ended";
    default:
      return `There is news${where}`;
  }
}

/** Where a notice leads; empty for nowhere. */
export function placeOf({ kind, audience, conversation, message }: Told): string {
  if (conversation) return `/a/${audience}/open/${conversation}${message && `?at=${message}`}`;
  const place = { webhook_disabled: "settings/webhooks", job_done: "settings/jobs", assigned: "open?assignee=me" }[kind];
  return place && audience ? `/a/${audience}/${place}` : "";
}
