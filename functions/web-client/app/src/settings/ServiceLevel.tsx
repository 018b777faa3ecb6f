import { NativeSelect, Switch } from "@mantine/core";
import { duration, usual } from "../lib/hours";
import { BusinessHours } from "./BusinessHours";
import { fields } from "./fields";
import { Section } from "./Section";
import { useRights } from "./useRights";
import { useSection } from "./useSection";

const targets = [0, 5, 15, 30, 60, 120, 240, 480, 1440, 2880];

/** How soon who writes shall have a first answer, and when the team works. */
export default function ServiceLevel() {
  const { audience: a, manage } = useRights();
  const { first_response_minutes: first = {}, hours = null } = a.service_level;
  const s = useSection({ email: first.email ?? 0, sms: first.sms ?? 0, hours }, (changes) => {
    const to = { email: first.email ?? 0, sms: first.sms ?? 0, hours, ...changes };
    return { service_level: { first_response_minutes: { email: to.email, sms: to.sms }, ...(to.hours && { hours: to.hours }) } };
  });
  const { at } = s.refusals;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Section title="First answers" section={s} hint="Who waits for one is shown in the list with the time it is due, and when it is overdue. Metrics record how many were in time.">
      {(["sms", "email"] as const).map((channel) => (
        <NativeSelect key={channel} label={fields[channel]!.label} disabled={!manage} error={at[channel]} value={String(s.values[channel])} onChange={(e) => s.set(channel, Number(e.currentTarget.value))}
          data={[...new Set([...targets, s.values[channel]])].sort((x, y) => x - y).map((m) => ({ value: String(m), label: m === 0 ? "No target" : duration(m) }))} />
      ))}
      <Switch label="Only the team’s hours count" description="Without them time counts day and night." checked={s.values.hours !== null} disabled={!manage}
        onChange={(e) => s.set("hours", e.currentTarget.checked ? hours ?? { zone, days: usual } : null)} />
      {s.values.hours && <BusinessHours hours={s.values.hours} disabled={!manage} error={at.hours} onChange={(to) => s.set("hours", to)} />}
    </Section>
  );
}
