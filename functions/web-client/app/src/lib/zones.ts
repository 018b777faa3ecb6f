/** A moment on the clocks of one zone: 2026-03-08T09:30, as date fields have it. */
export type WallTime = string;

const parts = new Map<string, Intl.DateTimeFormat>();

function fieldsIn(zone: string): Intl.DateTimeFormat {
  let format = parts.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    });
    parts.set(zone, format);
  }
  return format;
}

/** What the clocks of a zone show at a moment, to the minute. */
export function wallTime(at: Date, zone: string): WallTime {
  const f = Object.fromEntries(fieldsIn(zone).formatToParts(at).map((p) => [p.type, p.value]));
  return `${f.year}-${f.month}-${f.day}T${f.hour}:${f.minute}`;
}

const quarter = 15 * 60_000; // all clocks of the world differ by quarters of hours
const day = 24 * 60 * 60_000;

/**
 * When the clocks of a zone show a time: the first moment of two where they are
 * set back over it, and the next one there is where they skip it.
 */
export function instantOf(wall: WallTime, zone: string): Date {
  const asUTC = Date.parse(`${wall}:00Z`);
  for (let at = asUTC - day; at <= asUTC + day; at += quarter) {
    if (wallTime(new Date(at), zone) >= wall) return new Date(firstMinute(at, wall, zone));
  }
  return new Date(asUTC);
}

// Where the clocks jump over the time, the jump's end is the first minute past it.
function firstMinute(at: number, wall: WallTime, zone: string): number {
  while (wallTime(new Date(at - 60_000), zone) >= wall) at -= 60_000;
  return at;
}

/** The zone of these in which it is earliest; empty for none. */
export function earliest(zones: string[], at: Date): string {
  return byClock(zones, at)[0] ?? "";
}

function byClock(zones: string[], at: Date): string[] {
  return zones.toSorted((a, b) => wallTime(at, a).localeCompare(wallTime(at, b)));
}

function dayIn(zone: string, at: Date, form: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: zone || undefined, ...form }).format(at);
}

/** The time of day in a zone, as the reader writes times. */
export function clockIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: zone || undefined, hour: "numeric", minute: "2-digit" }).format(at);
}

/**
 * The time of day in the zones in which somebody may be: one, or from the earliest
 * to the latest, with their days where these differ.
 */
export function clocksIn(zones: string[], at: Date): string {
  const ordered = byClock(zones, at);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (!first || !last) return "";
  const [from, to] = [wallTime(at, first), wallTime(at, last)];
  if (from === to) return clockIn(first, at);
  const shown = (zone: string) => (from.slice(0, 10) === to.slice(0, 10) ? "" : `${dayIn(zone, at, { weekday: "short" })} `) + clockIn(zone, at);
  return `${shown(first)} – ${shown(last)}`;
}

/** Day and time in a zone; only the time where it is that zone's today. */
export function dayAndClock(at: Date, zone: string, now = new Date()): string {
  const here = zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [date, today] = [wallTime(at, here).slice(0, 10), wallTime(now, here).slice(0, 10)];
  if (date === today) return clockIn(zone, at);
  const days = (Date.parse(date) - Date.parse(today)) / day;
  const form: Intl.DateTimeFormatOptions = days > 0 && days < 7 ? { weekday: "short" } : { day: "numeric", month: "short" };
  return `${dayIn(zone, at, form)}, ${clockIn(zone, at)}`;
}
