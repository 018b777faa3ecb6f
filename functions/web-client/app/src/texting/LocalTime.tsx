import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { clocksIn } from "../lib/zones";

/** What the contact's clock shows, or their clocks where several are possible. */
export function LocalTime({ zones }: { zones: string[] }) {
  const now = useMinute();
  if (zones.length === 0) return null;
  const names = zones.map((z) => z.replaceAll("_", " "));
  const shown = names.length === 1 ? names[0]! : `${names.length} possible zones`;
  return (
    <Tooltip label={names.join(", ")} multiline maw={360}>
      <span className="cut muted local-time" tabIndex={0}>{clocksIn(zones, now)} there <span className="zone">· {shown}</span></span>
    </Tooltip>
  );
}

const minute = 60_000;

/** The time, anew with each minute. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setTimeout(() => setNow(new Date()), minute - (now.getTime() % minute));
    return () => clearTimeout(timer);
  }, [now]);
  return now;
}
