import type { components } from "../api/schema";

export type HourSpan = components["schemas"]["BusinessSpan"];
export type Day = HourSpan["day"];

/** The days of a week, as most calendars have them. */
export const days: Day[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** What a team that has said nothing yet is offered: nine to five on working days. */
export const usual: HourSpan[] = days.slice(0, 5).map((day) => ({ day, from: "09:00", to: "17:00" }));

/** The spans with another one on a day: behind the day's last, an hour later, or from nine to five. */
export function withSpan(spans: HourSpan[], day: Day): HourSpan[] {
  const last = spans.filter((s) => s.day === day).map((s) => s.to).toSorted().at(-1);
  const hour = last ? Math.min(Number(last.slice(0, 2)) + 1, 23) : 9;
  const to = last ? (hour + 2 >= 24 ? "24:00" : clock(hour + 2)) : "17:00";
  return inOrder([...spans, { day, from: clock(hour), to }]);
}

/** The spans in the order of the week. */
export function inOrder(spans: HourSpan[]): HourSpan[] {
  return spans.toSorted((a, b) => days.indexOf(a.day) - days.indexOf(b.day) || a.from.localeCompare(b.from));
}

/** The end of a day as a field for times shows it, which ends at 23:59; and back. */
export function shownEnd(to: string): string {
  return to === "24:00" ? "00:00" : to;
}

export function endOf(shown: string): string {
  return shown === "00:00" ? "24:00" : shown;
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** How long so many minutes are, in words. */
export function duration(minutes: number): string {
  const [n, unit] = minutes % 1440 === 0 ? [minutes / 1440, "day"] : minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return `${n} ${unit}${n === 1 ? "" : "s"}`;
}
