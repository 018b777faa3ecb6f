/** What of a list is selected: rows by their ids, or whatever matches it. */
export interface Selection {
  ids: ReadonlySet<string>;
  everything: boolean;
  /** Where a range begins; empty for nowhere. */
  from: string;
}

export const nothing: Selection = { ids: new Set(), everything: false, from: "" };

/** Everything that matches the list, whether it was read or not. */
export const all: Selection = { ids: new Set(), everything: true, from: "" };

/** Selects a row of those in view, or no longer. Of everything, it leaves those in view. */
export function toggled(s: Selection, id: string, rows: string[]): Selection {
  const ids = new Set(s.everything ? rows : s.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, everything: false, from: id };
}

/** Selects all rows from where the range begins up to one of them; that one alone where it begins nowhere. */
export function upTo(s: Selection, id: string, rows: string[]): Selection {
  const [a, b] = [rows.indexOf(s.from), rows.indexOf(id)];
  if (a < 0 || b < 0) return s.ids.has(id) ? s : toggled(s, id, rows);
  return { ids: new Set([...s.ids, ...rows.slice(Math.min(a, b), Math.max(a, b) + 1)]), everything: false, from: s.from };
}
