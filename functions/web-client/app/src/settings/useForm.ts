import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import { APIError } from "../api/client";
import { refusalsOf, type Field, type Refusals } from "../lib/refusals";

const none: Refusals = { at: {}, rest: "" };

type Attempt = Pick<UseMutationResult, "error" | "reset">;

/**
 * The fields of a form: what is saved, what was changed here, and what the API
 * refused of it when it was tried, until something is changed again.
 */
export function useForm<T extends object>(saved: T, fields: Record<string, Field>, ...attempts: Attempt[]) {
  const [touched, setTouched] = useState<Partial<T>>({});
  const changes = Object.fromEntries(Object.entries(touched).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(saved[k as keyof T]))) as Partial<T>;
  const error = attempts.find((a) => a.error)?.error;
  const refused = error instanceof APIError ? error.problem : {};
  return {
    values: { ...saved, ...changes },
    changes,
    changed: Object.keys(changes).length > 0,
    set: <K extends keyof T>(name: K, value: T[K]) => {
      setTouched((t) => ({ ...t, [name]: value }));
      for (const a of attempts) if (a.error) a.reset();
    },
    clear: () => setTouched({}),
    refusals: error ? refusalsOf({ detail: error.message, ...refused }, fields, Object.keys(changes)) : none,
  };
}
