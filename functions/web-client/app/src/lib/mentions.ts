export interface Nameable {
  id: string;
  name: string;
}

const most = 5;

/** Whom the @ before the caret may mean, as far as it is typed; none where there is no @. */
export function mentionAt<T extends Nameable>(text: string, caret: number, members: T[]): T[] {
  const begun = /(?:^|\s)@([^@\n]{0,40})$/.exec(text.slice(0, caret))?.[1]?.toLowerCase();
  if (begun === undefined) return [];
  return members.filter((m) => m.name.toLowerCase() !== begun && m.name.toLowerCase().split(/\s+/).some((_, i, words) => words.slice(i).join(" ").startsWith(begun))).slice(0, most);
}

/** The text with the mention before the caret completed, and where the caret is then. */
export function withMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const at = text.lastIndexOf("@", caret - 1);
  const before = `${text.slice(0, at)}@${name} `;
  return { text: before + text.slice(caret).trimStart(), caret: before.length };
}

/** The ids of those whom a text names with an @. */
export function mentioned(text: string, members: Nameable[]): string[] {
  // The longest names first: @Ada Long is not @Ada.
  let rest = text;
  const found: string[] = [];
  for (const m of members.toSorted((a, b) => b.name.length - a.name.length)) {
    const parts = rest.split(`@${m.name}`);
    if (parts.length === 1) continue;
    found.push(m.id);
    rest = parts.join("");
  }
  return found;
}
