import { describe, expect, it } from "vitest";
import { formatMailbox, initials, namesOf, parseMailbox } from "./people";

describe("a mailbox as typed", () => {
  it.each([
    ["robin@example.com", { address: "robin@example.com" }],
    ["  Robin Day <robin@example.com> ", { name: "Robin Day", address: "robin@example.com" }],
    ['"Day, Robin" <robin@example.com>', { name: "Day, Robin", address: "robin@example.com" }],
    ["robin", null],
    ["robin@example", null],
    ["a@example.com, b@example.com", null],
    ["a@example.com\nBcc: b@example.com", null],
  ])("%j", (text, want) => expect(parseMailbox(text)).toEqual(want));

  it("reads back what it writes", () => {
    const m = { name: "Robin", address: "robin@example.com" };
    expect(parseMailbox(formatMailbox(m))).toEqual(m);
  });
});

it.each([["Robin Day", "RD"], ["robin.day@example.com", "RD"], ["Robin", "R"], ["", "?"], ["émile zola", "ÉZ"], ["+15550142", "42"]])(
  "initials of %j are %s", (name, want) => expect(initials(name)).toBe(want));

it("a long row of people ends in a number", () => {
  const people = ["a", "b", "c", "d", "e"].map((n) => ({ name: n, address: `${n}@example.com` }));
  expect(namesOf(people)).toBe("a, b, c and 2 more");
});
