import { expect, it } from "vitest";
import { linkify } from "./linkify";

it.each([
  ["see https://example.com/a?b=1.", ["see ", { href: "https://example.com/a?b=1", text: "https://example.com/a?b=1" }, "."]],
  ["(http://example.com)", ["(", { href: "http://example.com", text: "http://example.com" }, ")"]],
  ["write to robin@example.com, please", ["write to ", { href: "mailto:robin@example.com", text: "robin@example.com" }, ", please"]],
  ["javascript:alert(1) and data:text/html,x", ["javascript:alert(1) and data:text/html,x"]],
  ["", []],
])("%j", (text, want) => expect(linkify(text)).toEqual(want));
