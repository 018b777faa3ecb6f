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
  [change("assignee", "", "Alex"), "Alex", "Alex changed assignee"],
])("%j by %j reads %s", (c, author, want) => expect(changeWords(c, author, "Robin")).toBe(want));
