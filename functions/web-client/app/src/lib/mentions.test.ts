import { expect, it } from "vitest";
import { mentionAt, mentioned, withMention } from "./mentions";

const team = [{ id: "1", name: "Ada" }, { id: "2", name: "Ada Long" }, { id: "3", name: "Bo Day" }];
const ids = (found: { id: string }[]) => found.map((m) => m.id).join();

it.each([
  ["hello", ""],
  ["a@b", ""],
  ["@", "1,2,3"],
  ["so @ad", "1,2"],
  ["so @Ada", "2"],
  ["@day", "3"],
  ["@ada\nnext", ""],
])("%j offers %j", (text, want) => expect(ids(mentionAt(text, text.length, team))).toBe(want));

it("completes a mention where the caret stands", () => {
  expect(withMention("so @bo please", 6, "Bo Day")).toEqual({ text: "so @Bo Day please", caret: 11 });
});

it.each([
  ["@Ada Long knows", ["2"]],
  ["@Ada and @Bo Day", ["3", "1"]],
  ["Ada knows", []],
])("%j mentions %j", (text, want) => expect(mentioned(text, team)).toEqual(want));
