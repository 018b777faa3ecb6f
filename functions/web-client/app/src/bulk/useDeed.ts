import { useBulk, type BulkAction, type Job, type Selected } from "../api/jobs";
import type { Words } from "../lib/bulk";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

/** Something done to many conversations. */
export interface Deed {
  of: Selected;
  action: BulkAction;
  /** It takes them out of their list. */
  moves: boolean;
  words: Words;
  /** What the conversations are called, as far as they are in view. */
  names: ReadonlyMap<string, string>;
  /** What makes it undone, where that is one thing. */
  undo?: Deed;
}

/** A deed under way, or done, as it is shown. */
export interface Watched {
  job: Job;
  deed: Pick<Deed, "of" | "words" | "names" | "undo">;
}

/** Does something to many conversations, and has its progress shown. */
export function useDeed(): (deed: Deed) => void {
  const { audience, watch } = usePlace();
  const bulk = useBulk(audience.id);
  const toast = useToast();
  return (deed) => void bulk.mutateAsync(deed).then((job) => watch({ job, deed }), (e: Error) => toast({ text: e.message, tone: "error" }));
}
