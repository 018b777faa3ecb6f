/** What a text takes to send, as the API measures it. */
export interface Length {
  encoding: "GSM-7" | "UCS-2";
  units: number;
  segments: number;
  forced_by: string;
}

// Units of a text alone, and of each part of a longer one, whose header takes
// room too (3GPP TS 23.038 §6.1.2 and 23.040 §9.2.3.24.1).
const room = { "GSM-7": { alone: 160, part: 153 }, "UCS-2": { alone: 70, part: 67 } };

/** The line below a text that says what it costs; empty for no text. */
export function lengthWords(l: Length): string {
  if (l.segments === 0) return "";
  const { alone, part } = room[l.encoding];
  const words = [
    l.encoding,
    `${l.units} of ${l.segments === 1 ? alone : l.segments * part}`,
    l.segments === 1 ? "1 segment" : `${l.segments} segments`,
  ];
  if (l.forced_by) words.push(`because of “${visible(l.forced_by)}”`);
  return words.join(" · ");
}

// Spaces that are none of the keyboard's, and characters without a shape.
const unseen = /^[\p{Z}\p{C}\p{M}]+$/u;

/** A character as it can be shown: by its code where it has no shape of its own. */
export function visible(character: string): string {
  if (!unseen.test(character)) return character;
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
