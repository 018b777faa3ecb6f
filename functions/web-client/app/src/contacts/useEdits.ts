import { useState } from "react";

/**
 * What was changed in a form and is not saved yet, over what is saved: where that
 * moves on meanwhile, what was typed stays, and the rest shows what is new.
 */
export function useEdits<T extends object>(saved: T) {
  const [touched, setTouched] = useState<Partial<T>>({});
  const changes = Object.fromEntries(
    Object.entries(touched).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(saved[k as keyof T])),
  ) as Partial<T>;
  return {
    values: { ...saved, ...changes },
    changes,
    changed: Object.keys(changes).length > 0,
    set: <K extends keyof T>(name: K, value: T[K]) => setTouched((t) => ({ ...t, [name]: value })),
  };
}
