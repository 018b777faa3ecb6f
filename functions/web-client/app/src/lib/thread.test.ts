import { expect, it } from "vitest";
import { inOrder, newestOf, type Placed } from "./thread";

const at = (id: string, arrived: string, due?: string): Placed =>
  ({ id, arrived, ...(due !== undefined && { delivery: { state: "scheduled", due } }) });

const held = at("2", "10:02", "2026-11-22T08:05:00Z"); // was due before, and waits
const later = at("9", "10:03", "2026-11-22T08:00:00Z");
const thread = [at("1", "10:01"), held, at("4", "10:05"), at("3", "10:04"), later];

it("what is still to leave stands at the end, by when it is due", () => {
  expect(inOrder(thread).map((m) => m.id)).toEqual(["1", "3", "4", "9", "2"]);
});

it("a sent message stands where it was sent", () => {
  const sent = { ...held, delivery: { state: "sent" } };
  expect(inOrder([at("3", "10:04"), sent]).map((m) => m.id)).toEqual(["2", "3"]);
});

it("the newest is what arrived last, not what is to leave last", () => {
  expect(newestOf(thread)).toBe("4");
  expect(newestOf([])).toBe("");
});
