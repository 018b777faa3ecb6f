import type { components } from "../api/schema";

type Job = components["schemas"]["Job"];
type JobResult = components["schemas"]["JobResult"];

/** Something kept twice that contradicts itself. */
export interface Difference {
  kind: string;
  /** What was found and what was expected, as the check says it. */
  what: string;
  /** The conversation it is in; empty for an audience's badge. */
  conversation: string;
  /** The audience whose badge it is; empty for a conversation's. */
  badge: string;
}

// What a difference is about, by how the check's sentence on it begins.
const kinds: [RegExp, string][] = [
  [/^the badge/, "Unread badges"],
  [/^list row|^A#/, "Rows of lists"],
  [/^\S+ has d[ps]k/, "What is due"],
  [/^the (outbox|schedule)/, "Messages to be sent"],
  [/^its part|^it was merged/, "Merged conversations"],
  [/^messages? |^the contact/, "Threads"],
];

/** Each difference that a check has found. */
export function differences(results: Pick<JobResult, "item" | "outcome" | "reason">[]): Difference[] {
  return results.filter((r) => r.outcome === "refused").flatMap(({ item, reason }) => {
    const badge = /^badge:(.*)/.exec(item)?.[1] ?? "";
    return (reason ?? "").replace(/\.$/, "").split("; ").map((what) => ({
      kind: kinds.find(([begins]) => begins.test(what))?.[1] ?? "Others", what, badge, conversation: badge ? "" : item,
    }));
  });
}

/** Whether a check waits before it looks a second time at what seemed wrong. */
export function rests(j: Pick<Job, "state" | "listed">): boolean {
  return j.state === "queued" && j.listed;
}

/** How far a check is, in words. */
export function checkWords(j: Pick<Job, "state" | "total" | "listed" | "looked" | "done" | "skipped" | "refused" | "failure" | "stopping">): string {
  const looked = `${j.looked ?? 0} looked at`;
  switch (j.state) {
    case "queued":
      return j.listed ? `${looked} · ${j.total} seemed wrong, looks at them again after five minutes` : "about to begin";
    case "running":
      return [j.listed ? `looks again: ${j.done + j.skipped + j.refused} of ${j.total}` : `${looked} so far`, j.stopping && "stopping"].filter(Boolean).join(" · ");
    case "done":
      return j.refused ? `${looked} · ${j.refused} of them wrong` : `${looked} · nothing is wrong`;
    default:
      return [looked, j.failure].filter(Boolean).join(" · ");
  }
}
