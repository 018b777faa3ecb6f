import { expect, it } from "vitest";
import { shortTime } from "./time";

const now = new Date(2026, 10, 21, 15, 30);
const at = (...parts: [number, number, number, number?]) => new Date(...(parts as [number, number, number])).toISOString();

it("is the time today, words for the last days, then a date", () => {
  expect(shortTime(new Date(2026, 10, 21, 9, 5).toISOString(), now)).toMatch(/9:05|09:05/);
  expect(shortTime(new Date(2026, 10, 20, 23, 59).toISOString(), now)).toBe("Yesterday");
  expect(shortTime(at(2026, 10, 17), now)).toMatch(/^\p{L}+\.?$/u);
  expect(shortTime(at(2026, 2, 4), now)).not.toContain("2026");
  expect(shortTime(at(2025, 2, 4), now)).toContain("2025");
});
