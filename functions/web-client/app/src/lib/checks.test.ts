import { expect, test } from "vitest";
import { checkWords, differences, rests } from "./checks";

const job = { state: "running" as const, total: 3, listed: false, looked: 40, done: 0, skipped: 0, refused: 0 };

test.each([
  [{ ...job, state: "queued" as const, looked: undefined }, "about to begin"],
  [job, "40 looked at so far"],
  [{ ...job, state: "queued" as const, listed: true }, "40 looked at · 3 seemed wrong, looks at them again after five minutes"],
  [{ ...job, listed: true, done: 1, refused: 1, stopping: true }, "looks again: 2 of 3 · stopping"],
  [{ ...job, state: "done" as const, listed: true, done: 3 }, "40 looked at · nothing is wrong"],
  [{ ...job, state: "done" as const, listed: true, done: 2, refused: 1 }, "40 looked at · 1 of them wrong"],
  [{ ...job, state: "cancelled" as const }, "40 looked at"],
  [{ ...job, state: "failed" as const, failure: "It broke." }, "40 looked at · It broke."],
])("%j is told as it is", (j, words) => {
  expect(checkWords(j)).toBe(words);
});

test("a check rests between its two looks alone", () => {
  expect(rests({ state: "queued", listed: true })).toBe(true);
  expect(rests({ state: "queued", listed: false })).toBe(false);
  expect(rests({ state: "running", listed: true })).toBe(false);
});

test.each([
  ["the badge differs by +7 from the list of unread ones, which has about 2", "Unread badges"],
  ["the badge counts it: false, it is to be counted: true", "Unread badges"],
  ["list row A#all is missing", "Rows of lists"],
  ['A#all has lpk "x", not "y"', "Rows of lists"],
  ['Z has dpk "", not "wake"', "What is due"],
  ["the outbox holds [], the messages say [m]", "Messages to be sent"],
  ["its part c2 knows nothing of it", "Merged conversations"],
  ["messages without a header", "Threads"],
  ["message m belongs elsewhere", "Threads"],
  ["the contact's last message m is not there", "Threads"],
  ["something new", "Others"],
])("%s: %s", (what, kind) => {
  expect(differences([{ item: "c", outcome: "refused", reason: `${what}.` }])).toEqual([{ kind, what, conversation: "c", badge: "" }]);
});

test("each contradiction of a thing counts, and what was right at the second look does not", () => {
  const found = differences([
    { item: "c", outcome: "refused", reason: "list row A#u is missing; the outbox holds [], the messages say [m]." },
    { item: "badge:a", outcome: "refused", reason: "the badge differs by +7 from the list of unread ones, which has about 2." },
    { item: "d", outcome: "done" },
  ]);
  expect(found.map((d) => [d.conversation, d.badge])).toEqual([["c", ""], ["c", ""], ["", "a"]]);
});
