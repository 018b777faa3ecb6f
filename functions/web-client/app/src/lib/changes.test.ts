import { expect, it } from "vitest";
import { changeWords } from "./changes";

const change = (name: string, from: string, to: string, direction = "outbound") => ({ direction, event: { name, from, to } });

it.each([
  [change("keyword", "STOP", "opt_out"), "", "Robin texted STOP and opted out of texts"],
  [change("keyword", "JOIN", "opt_in"), "", "Robin texted JOIN and consented to texts"],
  [change("keyword", "HELP", "help"), "", "Robin texted HELP to ask who texts"],
  [change("status", "open", "done"), "Alex", "Alex marked this done"],
  [change("status", "done", "open", "inbound"), "", "A new message brought this back, to do"],
  [change("snooze", "open", "reply"), "Alex", "Alex snoozed this until they reply"],
  [change("status", "snoozed", "open", ""), "", "The snooze is over"],
  [change("assignee", "", "7"), "Alex", "Alex assigned this to member 7"],
  [change("assignee", "7", ""), "Alex", "Alex took this from whom it was assigned to"],
  [change("label", "", "3"), "Alex", "Alex added the label #3"],
  [change("label", "3", ""), "Alex", "Alex removed the label #3"],
  [change("note", "1", ""), "Alex", "Alex deleted a note"],
  [change("split", "1", ""), "Alex", "Alex split this off another conversation"],
  [change("something", "", ""), "Alex", "Alex changed something"],
])("%j by %j reads %s", (c, author, want) => expect(changeWords(c, author, "Robin", { assignee: (id) => `member ${id}`, label: (id) => `#${id}` })).toBe(want));
