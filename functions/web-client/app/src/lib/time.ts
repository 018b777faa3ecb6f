const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const withYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

function midnight(d: Date): number {
  return new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
}

/** Short form for lists: the time today, the weekday this week, else the date. */
export function shortTime(iso: string, now = new Date()): string {
  const d = new Date(iso);
  const days = Math.round((midnight(now) - midnight(d)) / 86_400_000);
  if (days === 0) return clock.format(d);
  if (days === 1) return "Yesterday";
  if (days > 1 && days < 7) return weekday.format(d);
  return (d.getFullYear() === now.getFullYear() ? dayMonth : withYear).format(d);
}

/** Form for messages: as the list's, with the time of day. */
export function messageTime(iso: string, now = new Date()): string {
  const short = shortTime(iso, now);
  const time = clock.format(new Date(iso));
  return short === time ? time : `${short}, ${time}`;
}

/** Every detail, for tooltips. */
export function fullTime(iso: string): string {
  return full.format(new Date(iso));
}
