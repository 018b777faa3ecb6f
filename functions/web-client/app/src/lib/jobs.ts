import type { components } from "../api/schema";
import { atLeast, type Role } from "../api/types";

type Job = components["schemas"]["Job"];

// The least role that starts, and so cancels, a job; an agent where none is named.
const from: Record<string, Role> = { delete: "manager", erase: "admin", export: "admin" };

/** Whether a role may cancel a job of the kind. */
export function mayCancel(role: Role, kind: string): boolean {
  return atLeast(role, from[kind] ?? "agent");
}

/** What kind of work a job is; one that is not known here is called as the API calls it. */
export const jobKinds: Record<string, string> = {
  bulk: "Change of many conversations",
  delete: "Deleting for good",
  close: "Closing what a blocked contact wrote",
  move: "Moving a merged contact’s conversations",
  relabel: "Taking away a deleted label",
  erase: "Erasing a contact",
  export: "Export of a contact",
  audit: "Check for contradictions",
};

/** How far a job is, in words. */
export function jobWords(j: Pick<Job, "state" | "total" | "listed" | "done" | "skipped" | "refused" | "failure" | "stopping">): string {
  const seen = j.done + j.skipped + j.refused;
  const parts = [
    j.state === "queued" ? "about to begin" : !j.listed && j.state === "running" ? `${j.total} found so far` : `${seen} of ${j.total}`,
    j.skipped > 0 && `${j.skipped} gone meanwhile`,
    j.refused > 0 && `${j.refused} refused`,
    j.stopping && "stopping",
    j.failure,
  ];
  return parts.filter(Boolean).join(" · ");
}
