import { expect, it } from "vitest";
import { everything, searchOf, viewOf, type View } from "./view";

const read = (search: string) => viewOf(new URLSearchParams(search));

it.each<[View, string]>([
  [everything, ""],
  [{ ...everything, unread: true }, "?unread=true"],
  [{ ...everything, unread: false, channel: "sms" }, "?unread=false&channel=sms"],
  [{ assignee: "me", label: "l1", campaigns: ["a", "b"], automatic: true }, "?assignee=me&label=l1&campaign=a&campaign=b&auto=true"],
])("a view is written as a link and read from it: %j", (view, search) => {
  expect(searchOf(view)).toBe(search);
  expect(read(search)).toEqual(view);
});

it("leaves out what a link cannot mean", () => {
  expect(read("?channel=pigeon&assignee=&campaign=b&campaign=a")).toEqual({ ...everything, campaigns: ["a", "b"] });
});
