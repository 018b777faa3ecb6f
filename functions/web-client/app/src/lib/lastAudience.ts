const key = "confab.audience";

/** The audience that was open last in this browser, or null. */
export function lastAudience(): string | null {
  return localStorage.getItem(key);
}

export function rememberAudience(id: string): void {
  localStorage.setItem(key, id);
}
