import { expect, test } from "vitest";
import { all, nothing, toggled, upTo, type Selection } from "./selection";

const rows = ["a", "b", "c", "d", "e"];
const idsOf = (s: Selection) => [...s.ids].toSorted().join("");

test("a row is selected, and no longer", () => {
  const one = toggled(nothing, "b", rows);
  expect(idsOf(one)).toBe("b");
  expect(idsOf(toggled(one, "b", rows))).toBe("");
});

test("a range goes up or down from the row that was selected last", () => {
  expect(idsOf(upTo(toggled(nothing, "b", rows), "d", rows))).toBe("bcd");
  expect(idsOf(upTo(toggled(nothing, "d", rows), "b", rows))).toBe("bcd");
  expect(idsOf(upTo(upTo(toggled(nothing, "b", rows), "c", rows), "a", rows))).toBe("abc");
});

test("a range that begins nowhere, or with a row that has left, is one row", () => {
  expect(idsOf(upTo(nothing, "c", rows))).toBe("c");
  expect(idsOf(upTo(toggled(nothing, "gone", rows), "c", rows))).toBe("cgone");
  expect(idsOf(upTo({ ids: new Set("c"), everything: false, from: "gone" }, "c", rows))).toBe("c");
});

test("of everything, taking one away leaves what is in view", () => {
  expect(toggled(all, "c", rows)).toMatchObject({ everything: false });
  expect(idsOf(toggled(all, "c", rows))).toBe("abde");
});
