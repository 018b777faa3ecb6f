import { Tooltip } from "@mantine/core";
import { AlertTriangle, Check, CheckCheck, Clock } from "lucide-react";
import type { Delivery } from "../api/types";
import { deliveryWords } from "../lib/delivery";

const icons = { sent: Check, delivered: CheckCheck, queued: Clock, sending: Clock };

/** What became of an outbound message. */
export function DeliveryState({ delivery: d }: { delivery: Delivery }) {
  const words = deliveryWords[d.state];
  const Icon = icons[d.state as keyof typeof icons] ?? AlertTriangle;
  return (
    <div className={`delivery ${words.tone}`} data-state={d.state}>
      <Tooltip label={words.explanation}>
        <span className="delivery-state" tabIndex={0}><Icon size={14} aria-hidden /> {words.label}</span>
      </Tooltip>
      {d.reason && <span>{d.reason}</span>}
      {d.recipients.length > 1 && (
        <ul>{d.recipients.map((r) => <li key={r.address}>{r.address}: {deliveryWords[r.state].label}</li>)}</ul>
      )}
    </div>
  );
}
