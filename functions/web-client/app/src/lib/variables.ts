/** What may stand in a saved reply for what is known when it is used. */
export const variables = [
  { name: "contact.first_name", label: "Their first name" },
  { name: "contact.name", label: "Their name" },
  { name: "contact.email", label: "Their email address" },
  { name: "contact.phone", label: "Their phone number" },
  { name: "agent.first_name", label: "Your first name" },
  { name: "agent.name", label: "Your name" },
  { name: "audience.name", label: "The audience’s name" },
  { name: "conversation.reference", label: "The conversation’s reference" },
  { name: "conversation.started_at", label: "When it began" },
];

/** From where to where, as a text field counts. */
export type Span = [start: number, end: number];

/** A text with a variable in place of what was selected, and where to go on writing. */
export function withVariable(text: string, [start, end]: Span, name: string): { text: string; caret: number } {
  const before = `${text.slice(0, start)}{{${name}}}`;
  return { text: before + text.slice(end), caret: before.length };
}

/**
 * What of a text a refusal is about that ends in "at character 7". The API counts
 * whole characters, a text field those of UTF-16. Null where it names no place.
 */
export function refusedIn(text: string, sentence: string): Span | null {
  const at = Number(/at character (\d+)/.exec(sentence)?.[1]);
  if (!at) return null;
  const start = [...text].slice(0, at - 1).join("").length;
  const whole = /^\{\{[^{}]*\}\}/.exec(text.slice(start)) ?? /^\S+/.exec(text.slice(start));
  return [start, start + (whole?.[0].length ?? 0)];
}
