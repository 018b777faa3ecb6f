import { describe, expect, it } from "vitest";
import { clocksIn, dayAndClock, earliest, instantOf, wallTime } from "./zones";

const newYork = "America/New_York";

describe("a time on the clocks of a zone", () => {
  it.each([
    ["2026-11-21T08:00", newYork, "2026-11-21T13:00:00.000Z"],
    ["2026-07-01T08:00", newYork, "2026-07-01T12:00:00.000Z"],
    ["2026-07-01T08:10", "Asia/Kathmandu", "2026-07-01T02:25:00.000Z"],
    ["2026-07-01T23:59", "Pacific/Kiritimati", "2026-07-01T09:59:00.000Z"],
    ["2026-07-01T00:01", "Pacific/Pago_Pago", "2026-07-01T11:01:00.000Z"],
    ["2026-11-01T01:30", newYork, "2026-11-01T05:30:00.000Z"], // shown twice: the first
    ["2026-03-08T02:30", newYork, "2026-03-08T07:00:00.000Z"], // skipped: three o'clock
  ])("%s in %s is %s", (wall, zone, want) => expect(instantOf(wall, zone).toISOString()).toBe(want));

  it("reads back what was chosen", () => {
    expect(wallTime(instantOf("2026-12-24T09:05", "Europe/Paris"), "Europe/Paris")).toBe("2026-12-24T09:05");
  });
});

const now = new Date("2026-11-21T15:05:00Z");

it("who may be in several zones has several clocks", () => {
  const zones = [newYork, "America/Los_Angeles", "America/Chicago"];
  expect(clocksIn(zones, now)).toMatch(/^0?7:05\b.* – 10:05/);
  expect(clocksIn([newYork, "America/Toronto"], now)).toMatch(/^10:05/);
  expect(clocksIn([newYork, "America/Toronto"], now)).not.toContain("–");
  expect(clocksIn([newYork, "Pacific/Guam"], now)).toMatch(/^\p{L}+\.? 10:05\b.* – \p{L}+\.? 0?1:05/u);
  expect(clocksIn([], now)).toBe("");
  expect(earliest(zones, now)).toBe("America/Los_Angeles");
});

it("a day is named by that zone's calendar", () => {
  const later = new Date("2026-11-21T23:30:00Z");
  expect(dayAndClock(later, newYork, now)).not.toContain(",");
  expect(dayAndClock(later, "Asia/Tokyo", now)).toMatch(/^0?8:30/);
  expect(dayAndClock(new Date("2026-11-22T13:00:00Z"), newYork, now)).toMatch(/^\p{L}+\.?, 0?8:00/u);
  expect(dayAndClock(new Date("2026-12-24T13:00:00Z"), newYork, now)).toMatch(/24.*, 0?8:00/);
});
