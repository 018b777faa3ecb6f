import { dayAndClock, earliest } from "../lib/zones";

/** Whose clock times are shown by: the contact's, or one's own where theirs is not known. */
export function whose(zones: string[]): string {
  return zones.length > 0 ? "their time" : "your time";
}

/** A moment as the contact reads it: by the earliest of their clocks. */
export function theirTime(iso: string, zones: string[]): string {
  const at = new Date(iso);
  return `${dayAndClock(at, earliest(zones, at))} (${whose(zones)})`;
}
