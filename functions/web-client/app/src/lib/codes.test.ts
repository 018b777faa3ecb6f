import { expect, test } from "vitest";
import { codesIn } from "./codes";

test.each([
  ["", []],
  ["SPRING-1\r\nSPRING-2\n\n", ["SPRING-1", "SPRING-2"]],
  ["A1, A2;A3\tA1", ["A1", "A2", "A3"]],
  ['"A1"\n"A2"', ["A1", "A2"]],
])("codes of %j", (text, codes) => {
  expect(codesIn(text)).toEqual(codes);
});
