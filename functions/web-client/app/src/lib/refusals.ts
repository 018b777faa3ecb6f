interface Problem {
  detail?: string;
  errors?: { message?: string; location?: string }[];
}

/** A field of a form: what it is called, and words by which a sentence is about it. */
export interface Field {
  label: string;
  about?: RegExp;
}

/** What the API refuses, by field, and what is about none of them. */
export interface Refusals {
  at: Record<string, string>;
  rest: string;
}

/**
 * Finds the fields that a refusal is about: by where the API says the fault is,
 * by their names in its sentence, or because only one was changed. The sentence
 * then calls the fields as the form does.
 */
export function refusalsOf(problem: Problem, fields: Record<string, Field>, changed: string[]): Refusals {
  const at: Record<string, string> = {};
  for (const { location = "", message = "" } of problem.errors ?? []) {
    const field = Object.keys(fields).find((name) => location.endsWith(`.${name}`) || location.includes(`.${name}[`));
    if (field) at[field] = inFormsWords(message, fields);
  }
  if (Object.keys(at).length > 0) return { at, rest: "" };
  const detail = problem.detail ?? "";
  const named = Object.keys(fields).filter((name) => whole(name).test(detail));
  const about = Object.keys(fields).filter((name) => fields[name]!.about?.test(detail));
  const field = named[0] ?? about[0] ?? (changed.length === 1 ? changed[0] : undefined);
  const words = inFormsWords(detail, fields);
  return field ? { at: { [field]: words }, rest: "" } : { at: {}, rest: words };
}

/** A sentence of the API with its names of fields replaced by the form's. */
export function inFormsWords(sentence: string, fields: Record<string, Field>): string {
  return Object.entries(fields).reduce((s, [name, { label }]) => s.replace(whole(name), `“${label}”`), sentence);
}

// Names of one common word, such as "numbers", are words of the sentence itself.
function whole(name: string): RegExp {
  return /[._]/.test(name) ? new RegExp(`\\b${name.replaceAll(".", "\\.")}\\b`) : new RegExp(`(?<=\\bin )${name}\\b`);
}
