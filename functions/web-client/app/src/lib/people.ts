export interface Mailbox {
  name?: string;
  address: string;
}

/** What to call somebody: the name, else the address, else words for nobody. */
export function nameOf(m: Mailbox): string {
  return m.name?.trim() || m.address || "Unknown sender";
}

/** One or two capital letters for an avatar; of a number, its end. */
export function initials(name: string): string {
  if (/^\+\d+$/.test(name)) return name.slice(-2);
  const words = name.split("@")[0]!.split(/[\s._-]+/).filter((w) => /[\p{L}\p{N}]/u.test(w));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((w) => w?.match(/[\p{L}\p{N}]/u)?.[0] ?? "")
    .join("");
  return letters.toLocaleUpperCase() || "?";
}

/** A hue that stays with a person, so that a list can be scanned by eye. */
export function hue(key: string): number {
  let h = 2166136261; // FNV-1a: neighbouring ids get colours far apart
  for (const c of key) h = Math.imul(h ^ c.codePointAt(0)!, 16777619) >>> 0;
  return h % 360;
}

/** Names in a row, as many as fit a line, and how many more there are. */
export function namesOf(people: Mailbox[], show = 3): string {
  const names = people.slice(0, show).map(nameOf).join(", ");
  return people.length > show ? `${names} and ${people.length - show} more` : names;
}

const wellFormed = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\]+$/;

/** Reads "Name <a@example.com>" or a bare address; null when it is neither. */
export function parseMailbox(text: string): Mailbox | null {
  const angled = text.match(/^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/);
  const name = angled ? angled[1]!.trim() : "";
  const address = (angled ? angled[2]! : text).trim();
  if (!wellFormed.test(address)) return null;
  return name ? { name, address } : { address };
}

/** The way parseMailbox reads. */
export function formatMailbox(m: Mailbox): string {
  return m.name ? `${m.name} <${m.address}>` : m.address;
}
