import { expect, it } from "vitest";
import { Heard, listsBy, staleBy } from "./feed";

const told = (id: string, more: object = {}) => ({ id, type: "message.received", ...more });

it("hears each change once, although answers overlap", () => {
  const heard = new Heard();
  expect(heard.news([told("1"), told("2")]).map((c) => c.id)).toEqual(["1", "2"]);
  expect(heard.news([told("2"), told("3")]).map((c) => c.id)).toEqual(["3"]);
  expect(heard.news([told("1"), told("3")])).toEqual([]);
});

it("forgets the oldest first", () => {
  const heard = new Heard();
  heard.news(Array.from({ length: 5000 }, (_, i) => told(String(i))));
  heard.news([told("new")]);
  expect(heard.news([told("0"), told("4999"), told("new")]).map((c) => c.id)).toEqual(["0"]);
});

it("names each thread and contact once, and both sides of a merge", () => {
  expect(staleBy([told("1", { conversation: "a", contact: "x" }), told("2", { conversation: "a" }), told("3", { type: "conversation.merged", conversation: "a", from: "b" })]))
    .toEqual({ threads: ["a", "b"], contacts: ["x"], directory: false, notices: false });
  expect(staleBy([told("1", { type: "contact.added", contact: "x" })])).toEqual({ threads: [], contacts: ["x"], directory: true, notices: false });
});

it("has notices read again when somebody may have been told of something", () => {
  expect(staleBy([told("1", { type: "note.added", conversation: "a" })]).notices).toBe(true);
  expect(staleBy([told("1", { type: "conversation.read", conversation: "a" })]).notices).toBe(false);
});

it("knows on which list a conversation stands by the last that was told of it", () => {
  expect(listsBy([
    told("1", { type: "conversation.status", conversation: "a", to: "done" }), told("2", { type: "conversation.status", conversation: "a", to: "open" }),
    told("3", { type: "conversation.snoozed", conversation: "b", to: "reply" }), told("4", { type: "conversation.deleted", conversation: "c" }), told("5", { conversation: "d" }),
  ])).toEqual(new Map([["a", "open"], ["b", "snoozed"], ["c", ""]]));
});
