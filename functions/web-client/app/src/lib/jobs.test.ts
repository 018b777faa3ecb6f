import { expect, test } from "vitest";
import { jobWords, mayCancel } from "./jobs";

const job = { state: "running" as const, total: 40, listed: true, done: 10, skipped: 0, refused: 0 };

test.each([
  [{ ...job, state: "queued" as const }, "about to begin"],
  [{ ...job, listed: false, done: 0 }, "40 found so far"],
  [job, "10 of 40"],
  [{ ...job, skipped: 1, refused: 2, stopping: true }, "13 of 40 · 1 gone meanwhile · 2 refused · stopping"],
  [{ ...job, state: "failed" as const, failure: "It broke." }, "10 of 40 · It broke."],
])("%j is told as it is", (j, words) => {
  expect(jobWords(j)).toBe(words);
});

test.each([["bulk", "agent", "viewer"], ["delete", "manager", "agent"], ["erase", "admin", "manager"]] as const)("%s is cancelled by a %s, not by a %s", (kind, who, not) => {
  expect([mayCancel(who, kind), mayCancel(not, kind)]).toEqual([true, false]);
});
