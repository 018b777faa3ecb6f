import { expect, it } from "vitest";
import { assignedBetween, changesBetween, type Seen } from "./conflict";

const said = (id: string, over: object = {}) => ({
  id, kind: "message", direction: "inbound", hidden: false, automatic: "", from: { name: "Robin", address: "robin@example.com" }, author: "", ...over,
});
const before: Seen = { status: "open", assignee: "", messages: [said("1")] };
const name = (id: string) => ({ m1: "Alex" })[id] ?? "A member";

it("nothing that matters changed when only the bookkeeping did", () => {
  expect(changesBetween(before, { ...before, messages: [said("1"), said("2", { hidden: true }), said("3", { direction: "outbound", automatic: "keyword" })] }, name)).toEqual([]);
});

it("names who wrote, who answered and the new status", () => {
  const after: Seen = {
    ...before, status: "done",
    messages: [said("1"), said("2"), said("3", { direction: "outbound", author: "m1" }), said("4", { kind: "event" })],
  };
  expect(changesBetween(before, after, name)).toEqual(["Robin wrote again.", "Alex answered.", "It is now done."]);
});

it("says to whom it was given meanwhile", () => {
  expect(assignedBetween(before, { assignee: "" }, name)).toEqual([]);
  expect(assignedBetween(before, { assignee: "m1" }, name)).toEqual(["It is assigned to Alex now."]);
  expect(assignedBetween({ assignee: "m1" }, before, name)).toEqual(["It is assigned to nobody now."]);
});
