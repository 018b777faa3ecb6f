/** A change that the feed tells of, as far as it matters to what to read again. */
export interface Told {
  id: string;
  type: string;
  conversation?: string;
  contact?: string;
  from?: string;
  to?: string;
}

/** What to read again. */
export interface Stale {
  threads: string[];
  contacts: string[];
  /** Some contact was added, changed or deleted. */
  directory: boolean;
  /** Some member was told of something, perhaps. */
  notices: boolean;
}

// More than happens within the minute by which answers overlap.
const remembered = 5000;

/** Tells which of the changes told of are new: answers of the feed overlap. */
export class Heard {
  private readonly ids = new Set<string>();

  news<T extends Told>(changes: T[]): T[] {
    const fresh = changes.filter((c) => !this.ids.has(c.id));
    for (const c of fresh) this.ids.add(c.id);
    for (const id of this.ids) {
      if (this.ids.size <= remembered) break;
      this.ids.delete(id); // the oldest: a set keeps its order
    }
    return fresh;
  }
}

// A contact who is faster than a scheduled message is an entry without a type of its own.
const telling = new Set(["note.added", "conversation.assigned", "conversation.changed"]);

/** What changes make stale. */
export function staleBy(changes: Told[]): Stale {
  const threads = new Set<string>();
  const contacts = new Set<string>();
  for (const c of changes) {
    if (c.conversation) threads.add(c.conversation);
    if (c.contact) contacts.add(c.contact);
    if (c.type === "conversation.merged" || c.type === "conversation.split") for (const other of [c.from, c.to]) if (other) threads.add(other);
  }
  return {
    threads: [...threads], contacts: [...contacts],
    directory: changes.some((c) => c.type.startsWith("contact.")), notices: changes.some((c) => telling.has(c.type)),
  };
}

/** On which list conversations stand after changes, by their ids; empty where they are gone. */
export function listsBy(changes: Told[]): Map<string, string> {
  const lists = new Map<string, string>();
  for (const { type, conversation: id, to = "" } of changes) {
    const list = { "conversation.status": to, "conversation.snoozed": "snoozed", "conversation.woken": "open", "conversation.deleted": "" }[type];
    if (id && list !== undefined) lists.set(id, list);
  }
  return lists;
}
