import { expect, test } from "vitest";
import { refusedIn, withVariable } from "./variables";

test("a variable takes the place of what was selected, and writing goes on behind it", () => {
  expect(withVariable("Hello you!", [6, 9], "contact.name")).toEqual({ text: "Hello {{contact.name}}!", caret: 22 });
  expect(withVariable("", [0, 0], "agent.name")).toEqual({ text: "{{agent.name}}", caret: 14 });
});

test.each([
  ["Hello {{contact.nam}}!", 7, "{{contact.nam}}"],
  ["👋🏽 Hello {{contact.nam | \"there\"}}!", 10, "{{contact.nam | \"there\"}}"],
  ["Hello {{contact.nam, how are you?", 7, "{{contact.nam,"],
])("what is refused of %j is found by its character", (text, at, found) => {
  const [start, end] = refusedIn(text, `Nothing is known as {{contact.nam}}, at character ${at}.`)!;
  expect(text.slice(start, end)).toBe(found);
});

test("a refusal of something else has no place in the text", () => {
  expect(refusedIn("Hello", "A saved reply needs a name.")).toBeNull();
});
