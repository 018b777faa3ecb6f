import type { TextRecord } from "../api/types";

type Told = Pick<TextRecord, "kind" | "source" | "words" | "keyword" | "reason" | "link" | "bot" | "effective">;

/** What a record of a number's history tells, as a sentence about the contact; author is the member who did it. */
export function recordWords(r: Told, author: string): string {
  const told = sentence(r, author || "Somebody");
  const decides = r.kind === "consent" || r.kind === "opt_out";
  return decides && !r.effective ? `${told}, which changed nothing: something later counts` : told;
}

function sentence(r: Told, author: string): string {
  switch (r.kind) {
    case "consent":
      return { keyword: `Consented by texting ${r.keyword}`, provider: "Consented, as AWS has it", member: `${author} recorded consent${quoted(r.words)}`, "": "Consented" }[r.source];
    case "opt_out":
      return { keyword: `Opted out by texting ${r.keyword}`, provider: "Opted out, as AWS has it", member: `${author} recorded that they opted out${quoted(r.words)}`, "": "Opted out" }[r.source];
    case "help":
      return `Asked who texts, by ${r.keyword}`;
    case "refusal":
      return `Seemed to refuse more texts${quoted(r.words)}`;
    case "dismissed":
      return `${author} found that they did not refuse`;
    case "asked":
      return `Was asked for consent${quoted(r.words)}`;
    case "confirmed":
      return `Was answered${quoted(r.words)}`;
    case "override":
      return `${author} texted outside the texting hours${quoted(r.reason)}`;
    case "click":
      return r.bot ? `A machine fetched ${r.link}` : `Opened ${r.link}`;
  }
}

function quoted(words: string): string {
  return words && `: “${words}”`;
}
