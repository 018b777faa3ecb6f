/** What is done to many, while it is done and afterwards. */
export interface Words {
  doing: string;
  did: string;
  /** What it is done to, where that is no conversation. */
  noun?: string;
}

/** What a job has come to. */
export interface Tally {
  state: string;
  failure?: string;
  done: number;
  skipped: number;
  refused: number;
  total: number;
}

function counted(n: number, noun = "conversation"): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function were(n: number): string {
  return `${n} ${n === 1 ? "was" : "were"}`;
}

/** How far a job is, in a few words. */
export function progressWords(words: Words, { done, skipped, refused, total, listed }: Tally & { listed: boolean }): string {
  return listed ? `${words.doing}: ${done + skipped + refused} of ${total}` : `${words.doing}…`;
}

/** What became of a job that has ended, as sentences without their last stop. */
export function resultWords({ did, noun }: Words, j: Tally): string {
  if (j.state === "failed") return j.failure || "It could not be done";
  const left = [
    j.refused > 0 && `${were(j.refused)} refused`,
    j.skipped > 0 && `${were(j.skipped)} not there any more`,
    j.state === "cancelled" && "the rest was left as it was",
  ].filter(Boolean);
  return [`${counted(j.done, noun)} ${did}`, ...left].join(", ");
}
