import { expect, it } from "vitest";
import { lengthWords, visible } from "./length";

it.each([
  [{ encoding: "GSM-7", units: 142, segments: 1, forced_by: "" }, "GSM-7 · 142 of 160 · 1 segment"],
  [{ encoding: "GSM-7", units: 161, segments: 2, forced_by: "" }, "GSM-7 · 161 of 306 · 2 segments"],
  [{ encoding: "UCS-2", units: 70, segments: 1, forced_by: "“" }, "UCS-2 · 70 of 70 · 1 segment · because of ““”"],
  [{ encoding: "UCS-2", units: 140, segments: 3, forced_by: "😀" }, "UCS-2 · 140 of 201 · 3 segments · because of “😀”"],
  [{ encoding: "GSM-7", units: 0, segments: 0, forced_by: "" }, ""],
] as const)("%j reads %j", (length, words) => expect(lengthWords(length)).toBe(words));

it.each([["’", "’"], ["\u00a0", "U+00A0"], ["\u200b", "U+200B"], ["😀", "😀"]])(
  "%j is shown as %s", (character, shown) => expect(visible(character)).toBe(shown));
