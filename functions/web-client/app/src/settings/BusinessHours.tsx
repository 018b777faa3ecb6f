import { ActionIcon, NativeSelect, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import type { components } from "../api/schema";
import { days, endOf, shownEnd, withSpan, type Day, type HourSpan } from "../lib/hours";

type Hours = components["schemas"]["BusinessHours"];

interface Props {
  hours: Hours;
  disabled: boolean;
  error?: string;
  onChange(hours: Hours): void;
}

/** When a team works: spans of each day, by the clocks of a zone. */
export function BusinessHours({ hours: h, disabled, error, onChange }: Props) {
  const zones = [...new Set([h.zone, ...Intl.supportedValuesOf("timeZone"), "UTC"])].toSorted();
  const change = (spans: HourSpan[]) => onChange({ ...h, days: spans });
  return (
    <>
      <NativeSelect label="Time zone" disabled={disabled} value={h.zone} onChange={(e) => onChange({ ...h, zone: e.currentTarget.value })}
        data={zones.map((z) => ({ value: z, label: z.replaceAll("_", " ") }))} />
      <div role="group" aria-label="The team’s hours">
        <ul className="week">
          {days.map((day) => (
            <li key={day}>
              <span className="week-day">{titled(day)}</span>
              <span className="week-spans">
                {h.days.map((s, i) => s.day === day && (
                  <Span key={i} span={s} disabled={disabled} onChange={(to) => change(h.days.map((o, j) => (i === j ? to : o)))} onRemove={() => change(h.days.filter((_, j) => i !== j))} />
                ))}
                {!h.days.some((s) => s.day === day) && <span className="muted">closed</span>}
              </span>
              {!disabled && <ActionIcon variant="subtle" color="gray" size={32} aria-label={`Add hours on ${titled(day)}`} onClick={() => change(withSpan(h.days, day))}><Plus size={16} /></ActionIcon>}
            </li>
          ))}
        </ul>
        {error && <p role="alert" className="banner danger">{error}</p>}
      </div>
    </>
  );
}

function Span({ span: s, disabled, onChange, onRemove }: { span: HourSpan; disabled: boolean; onChange(to: HourSpan): void; onRemove(): void }) {
  return (
    <span className="week-span">
      <TextInput type="time" size="xs" aria-label={`${titled(s.day)} from`} disabled={disabled} value={s.from} onChange={(e) => e.currentTarget.value && onChange({ ...s, from: e.currentTarget.value })} />
      <span className="muted">to</span>
      <TextInput type="time" size="xs" aria-label={`${titled(s.day)} until`} disabled={disabled} value={shownEnd(s.to)} onChange={(e) => e.currentTarget.value && onChange({ ...s, to: endOf(e.currentTarget.value) })} />
      {!disabled && <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Remove ${titled(s.day)} from ${s.from}`} onClick={onRemove}><X size={14} /></ActionIcon>}
    </span>
  );
}

function titled(day: Day): string {
  return day[0]!.toUpperCase() + day.slice(1);
}
