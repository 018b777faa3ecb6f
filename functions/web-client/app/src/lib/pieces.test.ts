import { expect, test } from "vitest";
import { nextUnfilled, piecesOf } from "./pieces";

test("what has to be filled in is told from coupon codes and from other braces", () => {
  expect(piecesOf("Hi {{contact.first_name}}, take {{coupon.welcome}} or {{mustache}}.")).toEqual([
    { text: "Hi ", kind: "plain" },
    { text: "{{contact.first_name}}", kind: "unfilled" },
    { text: ", take ", kind: "plain" },
    { text: "{{coupon.welcome}}", kind: "coupon" },
    { text: " or ", kind: "plain" },
    { text: "{{mustache}}", kind: "plain" },
    { text: ".", kind: "plain" },
  ]);
  expect(piecesOf("")).toEqual([]);
});

test("the next one to fill in is found behind a place, and from the beginning again", () => {
  const text = "A {{contact.a}} b {{ agent.name }} c {{coupon.x}}";
  expect(nextUnfilled(text)).toEqual({ start: 2, end: 15 });
  expect(nextUnfilled(text, 3)).toEqual({ start: 18, end: 34 });
  expect(nextUnfilled(text, 30)).toEqual({ start: 2, end: 15 });
  expect(nextUnfilled("None {{here}}")).toBeNull();
});
