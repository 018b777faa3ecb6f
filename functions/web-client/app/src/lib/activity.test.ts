import { expect, test } from "vitest";
import { activityWords } from "./activity";
import { money } from "./money";

const event = { name: "", author: "", campaign: "", order: "", other: "", detail: "", properties: {} };
const message = { direction: "inbound", automatic: "", hidden: false, author: "", subject: "", text: "" };
const name = (id: string) => (id === "m1" ? "Alex" : "A former member");

test.each([
  [{ kind: "event", event: { ...event, kind: "event", name: "cart_abandoned", properties: { items: 2, shop: "Lisbon" } } }, "Cart abandoned", "items 2 · shop Lisbon"],
  [{ kind: "campaign", event: { ...event, kind: "campaign", campaign: "spring", detail: "opened" } }, "Received the campaign spring: opened", ""],
  [{ kind: "order", event: { ...event, kind: "order", name: "#4711", order: "shop-1", detail: "shipped" } }, "Order #4711: shipped", ""],
  [{ kind: "order", event: { ...event, kind: "order", order: "shop-1" } }, "Order shop-1", ""],
  [{ kind: "failed", event: { ...event, kind: "failed", detail: "bounced" } }, "A message bounced", ""],
  [{ kind: "contact", event: { ...event, kind: "merged", author: "m1", other: "c2", detail: "Robin" } }, "Alex merged Robin into this contact", ""],
  [{ kind: "contact", event: { ...event, kind: "blocked" } }, "Confab blocked them", ""],
  [{ kind: "message", message: { ...message, subject: "Hello", text: "Is it\n\nthere?" } }, "Wrote", "Is it there?"],
  [{ kind: "message", message: { ...message, direction: "outbound", author: "m1", subject: "Hello" } }, "Alex wrote", "Hello"],
  [{ kind: "message", message: { ...message, direction: "outbound", automatic: "keyword" } }, "Answered by itself", ""],
])("%j is told in words", (entry, told, more) => {
  expect(activityWords(entry, name)).toEqual({ told, more });
});

test("amounts keep every decimal, and those of unknown currencies stay as they are", () => {
  expect(money("129.90", "EUR")).toContain("129");
  expect(money("129.90", "EUR")).toMatch(/€|EUR/);
  expect(money("12.5", "not one")).toBe("12.5 not one");
});
