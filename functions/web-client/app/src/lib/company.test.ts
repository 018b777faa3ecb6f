import { expect, it } from "vitest";
import { companyWords } from "./company";

const here = (member: string, typing = false) => ({ member, typing });

it.each([
  [[], ""],
  [[here("Ada")], "Ada has this open"],
  [[here("Ada"), here("Bo"), here("Cy")], "Ada, Bo and Cy have this open"],
  [[here("Ada"), here("Bo", true)], "Bo is writing an answer; Ada has this open"],
])("%j reads %j", (others, want) => expect(companyWords(others, (id) => id)).toBe(want));
