import { dayAndClock } from "./zones";

/** Until when a first answer is due, or since when it is late, in a few words. */
export function dueWords(due: string, overdue: boolean, now = new Date()): string {
  return `${overdue ? "overdue since" : "due"} ${dayAndClock(new Date(due), "", now)}`;
}
