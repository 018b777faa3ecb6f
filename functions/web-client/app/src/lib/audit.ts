/** An entry of the audit log, as far as it is put in words. */
interface Entry {
  action: string;
  audience: string;
  object: string;
  detail: Record<string, string>;
}

/** What was done, in words; what is not known here is called as the API calls it. */
export function auditWords(e: Entry, nameOf: (id: string) => string): string {
  const thing = named.has(thingOf(e)) ? e.detail.to || e.detail.from || e.object : nameOf(e.object);
  return (words[e.action] ?? e.action.replaceAll(/[._]/g, " ")).replace("…", () => thing);
}

const ids = /\b[0-9A-HJKMNP-TV-Z]{26}\b/g;

/** What more is known of it, with names in the place of ids. */
export function auditDetail(e: Entry, nameOf: (id: string) => string): string {
  const { fields, from = "", to = "", ...rest } = e.detail;
  const parts = [
    fields && `changed: ${fields.replaceAll(" ", ", ").replaceAll("_", " ")}`,
    named.has(thingOf(e)) ? from && to && from !== to && `was ${from}` : fromTo(from, to),
    ...Object.entries(rest).map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`),
  ];
  return parts.filter(Boolean).join(" · ").replaceAll(ids, nameOf);
}

/** Where what it was done to, or the job that did it, can be seen. */
export function placeOf({ action, audience, object, detail }: Entry): { words: string; path: string } | null {
  if (detail.job) return { words: "Show the job", path: `/a/${audience}/settings/jobs/${detail.job}` };
  if (withContact.has(action)) return { words: "Show the contact", path: `/a/${audience}/contacts/${object}` };
  return null;
}

const withContact = new Set(["contact.blocked", "contact.unblocked", "contact.merged", "contact.unmerged"]);

function fromTo(from: string, to: string): string {
  if (from === to) return "";
  return from && to ? `from ${from} to ${to}` : from ? `was ${from}` : to;
}

// Of these, from and to are their names.
const named = new Set(["label", "team", "saved_reply"]);

function thingOf(e: Entry): string {
  return e.action.split(".")[0]!;
}

// "…" stands for what it was done to.
const words: Record<string, string> = {
  "audience.created": "made the audience …",
  "audience.edited": "changed settings of …",
  "audience.deleted": "deleted the audience …",
  "member.invited": "invited …",
  "invitation.withdrawn": "withdrew the invitation of …",
  "member.joined": "joined",
  "member.edited": "changed …",
  "member.removed": "removed …",
  "contact.blocked": "blocked a contact",
  "contact.unblocked": "unblocked a contact",
  "contact.merged": "merged two contacts",
  "contact.unmerged": "undid a merge of contacts",
  "contact.exported": "exported a contact",
  "contact.erased": "erased a contact",
  "conversation.deleted": "deleted a conversation for good",
  "suppression.lifted": "had … mailed again",
  "key.created": "made the API key …",
  "key.revoked": "revoked the API key …",
  "webhook.created": "made a webhook",
  "webhook.edited": "changed a webhook",
  "webhook.rotated": "replaced the secret of a webhook",
  "webhook.disabled": "disabled a webhook",
  "webhook.deleted": "deleted a webhook",
  "label.created": "made the label …",
  "label.edited": "changed the label …",
  "label.deleted": "deleted the label …",
  "team.created": "made the team …",
  "team.edited": "changed the team …",
  "team.deleted": "deleted the team …",
  "coupons.created": "made the coupon pool …",
  "coupons.added": "added codes to the coupon pool …",
  "coupons.deleted": "deleted the coupon pool …",
  "saved_reply.created": "saved the reply …",
  "saved_reply.edited": "changed the saved reply …",
  "saved_reply.deleted": "deleted the saved reply …",
};
