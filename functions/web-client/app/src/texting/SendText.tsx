import "@mantine/core/styles/Input.css";
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Clock } from "lucide-react";
import { useState, type ReactNode } from "react";
import { earliest, instantOf, wallTime } from "../lib/zones";
import { theirTime, whose } from "./theirTime";

/** When a text shall leave: at once, at a time, or at once for a reason. */
export interface When {
  send_at?: string;
  override?: string;
}

/** What binds a text to the contact's day. */
export interface Bounds {
  /** Why it may not leave now, as the API has it; empty where it may. */
  reason: string;
  /** When it may. */
  next?: string;
  /** The zones in which the contact may be; none where that is not known. */
  zones: string[];
}

/** Reasons that pass by themselves, or give way to a better one. */
export const passing: ReadonlySet<string> = new Set(["", "texting_hours", "no_time_zone"]);

/** What Ctrl and Enter and the first button do; null where somebody has to say more. */
export function firstWay(b: Bounds): When | null {
  if (b.reason === "") return {};
  return b.next ? { send_at: b.next } : null;
}

interface Props {
  bounds: Bounds;
  busy: boolean;
  disabled: boolean;
  onSend(when: When): void;
  children: ReactNode;
}

/** The buttons that send a text, and what they ask for. */
export function SendText({ bounds, busy, disabled, onSend, children }: Props) {
  const [asking, setAsking] = useState<"time" | "reason" | null>(null);
  const back = () => setAsking(null);
  const send = (when: When) => { back(); onSend(when); };
  if (asking === "time") return <AskTime bounds={bounds} busy={busy} onSend={send} onBack={back} />;
  if (asking === "reason") return <AskReason busy={busy} onSend={send} onBack={back} />;
  const first = firstWay(bounds);
  return (
    <div className="composer-foot">
      {first && (
        <Button onClick={() => onSend(first)} loading={busy} disabled={disabled} loaderProps={{ type: "dots" }}>
          {first.send_at ? `Send at ${theirTime(first.send_at, bounds.zones)}` : "Send"}
        </Button>
      )}
      {bounds.reason === "" ? (
        <ActionIcon variant="subtle" color="gray" size={32} disabled={disabled} aria-label="Send later" title="Send later" onClick={() => setAsking("time")}><Clock size={16} /></ActionIcon>
      ) : (
        <>
          {first && <Button variant="default" disabled={disabled} onClick={() => setAsking("time")}>Another time…</Button>}
          <Button variant="default" disabled={disabled} onClick={() => setAsking("reason")}>Send now…</Button>
        </>
      )}
      {children}
    </div>
  );
}

interface Asking {
  busy: boolean;
  onSend(when: When): void;
  onBack(): void;
}

function AskTime({ bounds: { zones, next }, busy, onSend, onBack }: Asking & { bounds: Bounds }) {
  const [now] = useState(() => new Date());
  const zone = earliest(zones, now) || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [wall, setWall] = useState(() => wallTime(next ? new Date(Math.max(Date.parse(next), now.getTime())) : now, zone));
  return (
    <form className="composer-foot ask" onSubmit={(e) => { e.preventDefault(); onSend({ send_at: instantOf(wall, zone).toISOString() }); }}
      onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), onBack())}>
      <TextInput type="datetime-local" className="ask-field" label={`When, in ${whose(zones)} (${zone.replaceAll("_", " ")})`} autoFocus required withAsterisk={false}
        min={wallTime(now, zone)} value={wall} onChange={(e) => setWall(e.currentTarget.value)} />
      <Button type="submit" loading={busy}>Schedule</Button>
      <Button variant="default" onClick={onBack}>Back</Button>
    </form>
  );
}

function AskReason({ busy, onSend, onBack }: Asking) {
  const [reason, setReason] = useState("");
  return (
    <form className="composer-foot ask" onSubmit={(e) => { e.preventDefault(); onSend({ override: reason.trim() }); }}
      onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), onBack())}>
      <TextInput className="ask-field" label="Why can it not wait? The reason is recorded." autoFocus required withAsterisk={false} maxLength={500}
        value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
      <Button type="submit" loading={busy} disabled={!reason.trim()}>Send now</Button>
      <Button variant="default" onClick={onBack}>Back</Button>
    </form>
  );
}
