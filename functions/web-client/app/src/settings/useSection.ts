import { useState } from "react";
import { APIError } from "../api/client";
import { useEditTexting } from "../api/texting";
import type { EditTexting } from "../api/types";
import { refusalsOf, type Refusals } from "../lib/refusals";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { fields } from "./fields";

const none: Refusals = { at: {}, rest: "" };

/**
 * A part of the settings that is saved by itself: what is saved, what was changed
 * here, and what the API refuses of it. edit says by which fields of the API the
 * changes are made.
 */
export function useSection<T extends object>(saved: T, edit: (changes: Partial<T>) => EditTexting) {
  const { audience } = usePlace();
  const toast = useToast();
  const save = useEditTexting(audience.id);
  const [touched, setTouched] = useState<Partial<T>>({});
  const changes = Object.fromEntries(Object.entries(touched).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(saved[k as keyof T]))) as Partial<T>;
  const refused = save.error && (save.error instanceof APIError ? save.error.problem : {});
  return {
    values: { ...saved, ...changes },
    set: <K extends keyof T>(name: K, value: T[K]) => setTouched((t) => ({ ...t, [name]: value })),
    changed: Object.keys(changes).length > 0,
    undo: () => { setTouched({}); save.reset(); },
    save: () => save.mutate(edit(changes), { onSuccess: () => { setTouched({}); toast({ text: "Saved" }); } }),
    saving: save.isPending,
    refusals: refused ? refusalsOf({ detail: save.error!.message, ...refused }, fields, Object.keys(changes)) : none,
  };
}
