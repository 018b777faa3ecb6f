/** The codes of a list as people paste it, or of a file's one column: each once. */
export function codesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;"]+/).filter(Boolean))];
}
