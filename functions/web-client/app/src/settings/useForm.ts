import { useState } from "react";
import { APIError } from "../api/client";
import { refusalsOf, type Field, type Refusals } from "../lib/refusals";

const none: Refusals = { at: {}, rest: "" };

/** The fields of a form: what is saved, what was changed here, and what the API refuses of it. */
export function useForm<T extends object>(saved: T, fields: Record<string, Field>, error: Error | null) {
  const [touched, setTouched] = useState<Partial<T>>({});
  const changes = Object.fromEntries(Object.entries(touched).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(saved[k as keyof T]))) as Partial<T>;
  const refused = error instanceof APIError ? error.problem : {};
  return {
    values: { ...saved, ...changes },
    changes,
    changed: Object.keys(changes).length > 0,
    set: <K extends keyof T>(name: K, value: T[K]) => setTouched((t) => ({ ...t, [name]: value })),
    clear: () => setTouched({}),
    refusals: error ? refusalsOf({ detail: error.message, ...refused }, fields, Object.keys(changes)) : none,
  };
}
