/** A piece of a text: plain, a variable that somebody has to fill in, or one of a coupon code. */
export interface Piece {
  text: string;
  kind: "plain" | "unfilled" | "coupon";
}

const variable = /(\{\{\s*[^{}]*?\s*\}\})/;
const known = /^\{\{\s*(?:contact\.[^{}|]+|agent\.(?:name|first_name)|audience\.name|conversation\.(?:started_at|reference))\s*(?:\|[^{}]*)?\}\}$/;
const coupon = /^\{\{\s*coupon\.[a-z0-9][a-z0-9_-]{0,31}\s*\}\}$/;

/** A text in pieces; braces around what is no variable are plain. */
export function piecesOf(text: string): Piece[] {
  return text.split(variable).filter((t) => t !== "").map((t) => ({ text: t, kind: known.test(t) ? "unfilled" : coupon.test(t) ? "coupon" : "plain" }));
}

/** Where the first variable that has to be filled in stands at or after a place, else the first of all; null for none. */
export function nextUnfilled(text: string, from = 0): { start: number; end: number } | null {
  let at = 0;
  let first: { start: number; end: number } | null = null;
  for (const p of piecesOf(text)) {
    const here = { start: at, end: at + p.text.length };
    at = here.end;
    if (p.kind !== "unfilled") continue;
    if (here.start >= from) return here;
    first ??= here;
  }
  return first;
}
