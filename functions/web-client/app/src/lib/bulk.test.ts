import { expect, test } from "vitest";
import { progressWords, resultWords } from "./bulk";

const words = { doing: "Marking as done", did: "marked as done" };
const job = { state: "done", done: 3, skipped: 0, refused: 0, total: 3, listed: true };

test("progress is told once it is known of how many", () => {
  expect(progressWords(words, { ...job, done: 0, total: 100, listed: false })).toBe("Marking as done…");
  expect(progressWords(words, { ...job, done: 40, skipped: 1, refused: 1, total: 230 })).toBe("Marking as done: 42 of 230");
});

test("the result tells what was done, and what was not", () => {
  expect(resultWords(words, job)).toBe("3 conversations marked as done");
  expect(resultWords(words, { ...job, done: 1, skipped: 1, refused: 2 })).toBe("1 conversation marked as done, 2 were refused, 1 was not there any more");
  expect(resultWords(words, { ...job, state: "cancelled", done: 2, total: 9 })).toBe("2 conversations marked as done, the rest was left as it was");
  expect(resultWords({ ...words, did: "erased", noun: "contact" }, { ...job, done: 1 })).toBe("1 contact erased");
  expect(resultWords(words, { ...job, state: "failed", failure: "It failed too often." })).toBe("It failed too often.");
});
