/** What ordering has to know of an entry of a thread. */
export interface Placed {
  id: string;
  arrived: string;
  delivery?: { state: string; due?: string };
}

/** Entries as they are read: as they happened, then what is still to leave. */
export function inOrder<T extends Placed>(entries: T[]): T[] {
  const due = (m: T) => (m.delivery?.state === "scheduled" ? (m.delivery.due ?? "") : "");
  return entries.toSorted((a, b) => due(a).localeCompare(due(b)) || (a.id < b.id ? -1 : 1));
}

/** The entry that came last, whatever its place; empty for none. */
export function newestOf(entries: Placed[]): string {
  return entries.reduce<Placed | null>((last, m) => (last && last.arrived > m.arrived ? last : m), null)?.id ?? "";
}
