import { expect, it } from "vitest";
import type { TextRecord } from "../api/types";
import { recordWords } from "./records";

type Over = Partial<TextRecord> & Pick<TextRecord, "kind">;

const record = (over: Over) => ({ source: "" as const, words: "", keyword: "", reason: "", link: "", bot: false, effective: true, ...over });

it.each<[Over, string]>([
  [{ kind: "consent", source: "keyword", keyword: "JOIN", words: "Join!" }, "Consented by texting JOIN"],
  [{ kind: "consent", source: "member", words: "Ticked the box" }, "Alex recorded consent: “Ticked the box”"],
  [{ kind: "consent", source: "member", words: "On paper", effective: false }, "Alex recorded consent: “On paper”, which changed nothing: something later counts"],
  [{ kind: "opt_out", source: "keyword", keyword: "STOP" }, "Opted out by texting STOP"],
  [{ kind: "opt_out", source: "provider" }, "Opted out, as AWS has it"],
  [{ kind: "refusal", words: "please leave me be", effective: false }, "Seemed to refuse more texts: “please leave me be”"],
  [{ kind: "dismissed" }, "Alex found that they did not refuse"],
  [{ kind: "override", reason: "Asked to be woken" }, "Alex texted outside the texting hours: “Asked to be woken”"],
  [{ kind: "click", link: "https://example.com/" }, "Opened https://example.com/"],
  [{ kind: "click", link: "https://example.com/", bot: true }, "A machine fetched https://example.com/"],
])("%j reads %s", (over, want) => expect(recordWords(record(over), "Alex")).toBe(want));
