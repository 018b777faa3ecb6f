/** A stretch of text, or an address in it that can be followed. */
export type Piece = string | { href: string; text: string };

const link = /\bhttps?:\/\/[^\s<>"']+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** Finds web and mail addresses in plain text; punctuation after one isn't part of it. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const m of text.matchAll(link)) {
    let found = m[0].replace(/[.,;:!?]+$/, "");
    if (found.endsWith(")") && !found.includes("(")) found = found.slice(0, -1);
    if (m.index > from) pieces.push(text.slice(from, m.index));
    pieces.push({ href: /^https?:/i.test(found) ? found : `mailto:${found}`, text: found });
    from = m.index + found.length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}
