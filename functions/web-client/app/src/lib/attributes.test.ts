import { expect, test } from "vitest";
import { namedOf, rowsOf } from "./attributes";

test("attributes are shown by name, and typed names become the API's", () => {
  expect(rowsOf({ size: "M", colour: "red" })).toEqual([{ name: "colour", value: "red" }, { name: "size", value: "M" }]);
  expect(namedOf([{ name: " Shoe size ", value: "42 " }, { name: "", value: " " }])).toEqual({ shoe_size: "42" });
});

test("a value without a name is not lost: the API refuses it", () => {
  expect(namedOf([{ name: "", value: "red" }])).toEqual({ "": "red" });
});
