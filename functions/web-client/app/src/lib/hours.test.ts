import { expect, test } from "vitest";
import { duration, endOf, inOrder, shownEnd, usual, withSpan, type HourSpan } from "./hours";

test("a free day opens from nine to five, a second span begins an hour behind the first", () => {
  const once = withSpan([], "monday");
  expect(once).toEqual([{ day: "monday", from: "09:00", to: "17:00" }]);
  expect(withSpan([{ day: "monday", from: "09:00", to: "12:00" }], "monday").at(-1)).toEqual({ day: "monday", from: "13:00", to: "15:00" });
  expect(withSpan([{ day: "monday", from: "09:00", to: "22:00" }], "monday").at(-1)).toEqual({ day: "monday", from: "23:00", to: "24:00" });
});

test("spans stand in the order of the week, and of each day", () => {
  const spans: HourSpan[] = [{ day: "sunday", from: "10:00", to: "12:00" }, { day: "monday", from: "13:00", to: "17:00" }, { day: "monday", from: "09:00", to: "12:00" }];
  expect(inOrder(spans).map((s) => `${s.day} ${s.from}`)).toEqual(["monday 09:00", "monday 13:00", "sunday 10:00"]);
  expect(inOrder(usual)).toEqual(usual);
});

test("midnight at the end of a day is shown as clocks show it", () => {
  for (const to of ["24:00", "17:30"]) expect(endOf(shownEnd(to))).toBe(to);
  expect(shownEnd("24:00")).toBe("00:00");
});

test.each([[15, "15 minutes"], [60, "1 hour"], [90, "90 minutes"], [480, "8 hours"], [1440, "1 day"], [2880, "2 days"]])("%i minutes are %s", (minutes, words) => {
  expect(duration(minutes)).toBe(words);
});
