import type { components } from "../api/schema";

const types: Record<components["schemas"]["Change"]["type"], true> = {
  "conversation.opened": true, "conversation.deleted": true, "conversation.read": true, "conversation.unread": true,
  "conversation.status": true, "conversation.assigned": true, "conversation.labelled": true, "conversation.snoozed": true,
  "conversation.woken": true, "conversation.merged": true, "conversation.split": true, "conversation.changed": true,
  "message.received": true, "message.kept": true, "message.scheduled": true, "message.queued": true,
  "delivery.changed": true, "note.added": true, "note.changed": true,
  "contact.added": true, "contact.changed": true, "contact.deleted": true,
};

/** All that can happen in an audience, as the API calls it. */
export const eventTypes = Object.keys(types);
