import { expect, it } from "vitest";
import { mergeNewest, type Page } from "./merge";

const row = (n: number) => ({ id: `c${n}`, arrived: `2026-11-21T09:00:${String(n).padStart(2, "0")}Z` });
const page = (next: string | null, ...ns: number[]): Page<ReturnType<typeof row>> => ({ rows: ns.map(row), next });
const ids = (pages: ReturnType<typeof mergeNewest>) => pages.map((p) => p.rows.map((r) => r.id));

it("puts what arrived on top and keeps what the page no longer reaches", () => {
  const got = mergeNewest([page("x", 5, 4, 3), page(null, 2, 1)], page("y", 6, 5, 4));
  expect(ids(got)).toEqual([["c6", "c5", "c4", "c3"], ["c2", "c1"]]);
  expect(got[0]!.next).toBe("x");
});

it("drops what moved away", () => {
  const got = mergeNewest([page("x", 5, 4, 3), page(null, 2, 1)], page("y", 5, 3, 2));
  expect(ids(got)).toEqual([["c5", "c3", "c2"], ["c1"]]);
});

it("shows a conversation once when it rises from a later page", () => {
  const risen = { id: "c1", arrived: "2026-11-21T09:00:59Z" };
  const got = mergeNewest([page("x", 5, 4, 3), page(null, 2, 1)], { rows: [risen, row(5), row(4)], next: "y" });
  expect(ids(got)).toEqual([["c1", "c5", "c4", "c3"], ["c2"]]);
});

it("starts over when more arrived at once than a page holds", () => {
  expect(ids(mergeNewest([page("x", 3, 2, 1)], page("y", 9, 8, 7)))).toEqual([["c9", "c8", "c7"]]);
});

it("is the new page alone where that is the whole list", () => {
  expect(ids(mergeNewest([page("x", 5, 4, 3), page(null, 2)], page(null, 5, 4)))).toEqual([["c5", "c4"]]);
  expect(mergeNewest([page(null, 1)], page(null))).toEqual([page(null)]);
});

it("goes on from the new page where nothing of the old first page is left beyond it", () => {
  const got = mergeNewest([page("x", 3, 2)], page("y", 4, 3, 2));
  expect(got).toEqual([page("y", 4, 3, 2)]);
});
