/** An attribute of a contact as it is typed. */
export interface AttributeRow {
  name: string;
  value: string;
}

/** Attributes in the order of their names. */
export function rowsOf(attributes: Record<string, string>): AttributeRow[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, value })).toSorted((a, b) => a.name.localeCompare(b.name));
}

/** What is typed by name, as the API writes names; without those that have neither name nor value. */
export function namedOf(rows: AttributeRow[]): Record<string, string> {
  const typed = rows.filter((r) => r.name.trim() || r.value.trim());
  return Object.fromEntries(typed.map((r) => [r.name.trim().toLowerCase().replace(/[\s-]+/g, "_"), r.value.trim()]));
}
