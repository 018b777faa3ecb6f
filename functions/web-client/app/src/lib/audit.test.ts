import { expect, test } from "vitest";
import { auditDetail, auditWords, placeOf } from "./audit";

const names: Record<string, string> = { "01KAJ6Q5M0AAAAAAAAAAAAAAAA": "Shop" };
const nameOf = (id: string) => names[id] ?? id;

test.each([
  [{ action: "label.created", object: "001", detail: { to: "Refund" } }, "made the label Refund", ""],
  [{ action: "label.edited", object: "001", detail: { from: "Refund", to: "Money" } }, "changed the label Money", "was Refund"],
  [{ action: "team.edited", object: "t", detail: { from: "Desk", to: "Desk" } }, "changed the team Desk", ""],
  [{ action: "saved_reply.deleted", object: "r", detail: { from: "Late" } }, "deleted the saved reply Late", ""],
  [{ action: "audience.edited", object: "01KAJ6Q5M0AAAAAAAAAAAAAAAA", detail: { fields: "from_name texting.brand" } }, "changed settings of Shop", "changed: from name, texting.brand"],
  [{ action: "member.edited", object: "m", detail: { from: "viewer in 01KAJ6Q5M0AAAAAAAAAAAAAAAA", to: "admin" } }, "changed m", "from viewer in Shop to admin"],
  [{ action: "member.edited", object: "m", detail: { fields: "name", from: "owner", to: "owner" } }, "changed m", "changed: name"],
  [{ action: "key.created", object: "key:1", detail: { to: "agent" } }, "made the API key key:1", "agent"],
  [{ action: "something.new_here", object: "", detail: { as_of: "today" } }, "something new here", "as of: today"],
])("%j reads as a sentence", (e, words, detail) => {
  const entry = { audience: "", ...e };
  expect(auditWords(entry, nameOf)).toBe(words);
  expect(auditDetail(entry, nameOf)).toBe(detail);
});

test("an entry leads to the job that did it, or to the contact, in the audience it is about", () => {
  expect(placeOf({ action: "conversation.deleted", audience: "a", object: "c", detail: { job: "j" } })?.path).toBe("/a/a/settings/jobs/j");
  expect(placeOf({ action: "contact.blocked", audience: "a", object: "c", detail: {} })?.path).toBe("/a/a/contacts/c");
  expect(placeOf({ action: "label.created", audience: "a", object: "001", detail: { to: "Refund" } })).toBeNull();
});
