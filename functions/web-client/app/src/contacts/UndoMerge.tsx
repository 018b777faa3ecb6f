import { useUnmergeContacts } from "../api/contacts";
import type { ActivityEntry } from "../api/contacts";
import type { Contact } from "../api/types";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

/** Beside the entry of a merge that holds: the way to undo it. */
export function UndoMerge({ contact: c, entry }: { contact: Contact; entry: ActivityEntry }) {
  const { mayAnswer } = usePlace();
  const unmerge = useUnmergeContacts();
  const toast = useToast();
  const other = entry.event?.kind === "merged" ? entry.event.other : "";
  if (!mayAnswer || !c.merged.includes(other)) return null;
  const undo = () => unmerge.mutate({ into: c.id, from: other, key: crypto.randomUUID() }, {
    onSuccess: () => toast({ text: "They are two contacts again" }),
    onError: (e) => toast({ text: e.message, tone: "error" }),
  });
  return <> · <button type="button" className="quiet" disabled={unmerge.isPending} onClick={undo}>Undo</button></>;
}
