import { expect, it } from "vitest";
import { inFormsWords, refusalsOf, type Field } from "./refusals";

const fields: Record<string, Field> = {
  brand: { label: "Brand" },
  numbers: { label: "Numbers", about: /is no number/ },
  opt_in_text: { label: "Answer to START" },
  "autoresponder.text": { label: "Text", about: /autoresponder needs a text/ },
};

it.each([
  ["Say in brand who texts.", { brand: "Say in “Brand” who texts." }],
  ["opt_in_text must tell of HELP.", { opt_in_text: "“Answer to START” must tell of HELP." }],
  ["autoresponder.text: nothing is known as {{x}}.", { "autoresponder.text": "“Text”: nothing is known as {{x}}." }],
  ['"Shop" is no number that can be answered.', { numbers: '"Shop" is no number that can be answered.' }],
  ["The autoresponder needs a text.", { "autoresponder.text": "The autoresponder needs a text." }],
])("%s is shown at its field", (detail, at) => {
  expect(refusalsOf({ detail }, fields, ["brand", "numbers"])).toEqual({ at, rest: "" });
});

it("a fault that has a place is shown there, in a list too", () => {
  const errors = [{ location: "body.texting.opt_in_text", message: "expected length <= 1530" }, { location: "body.texting.numbers[0]", message: "expected string" }];
  expect(refusalsOf({ detail: "validation failed", errors }, fields, []).at).toEqual({ opt_in_text: "expected length <= 1530", numbers: "expected string" });
});

it("what names no field is about the one that was changed, or the whole form", () => {
  const detail = "A text may have 1530 characters, and this one has 1600.";
  expect(refusalsOf({ detail }, fields, ["opt_in_text"])).toEqual({ at: { opt_in_text: detail }, rest: "" });
  expect(refusalsOf({ detail }, fields, ["brand", "opt_in_text"])).toEqual({ at: {}, rest: detail });
});

it("words of the API become words of the form", () => {
  expect(inFormsWords("opt_in_text does not seem to say how often you text.", fields)).toBe("“Answer to START” does not seem to say how often you text.");
});
