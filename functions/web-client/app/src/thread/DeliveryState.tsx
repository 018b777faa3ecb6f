import { Tooltip } from "@mantine/core";
import { AlertTriangle, Check, CheckCheck, Clock } from "lucide-react";
import { use } from "react";
import { useCancel, useSettle } from "../api/texting";
import type { Message } from "../api/types";
import { deliveryWords } from "../lib/delivery";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { theirTime } from "../texting/theirTime";
import { ThemContext } from "./them";

const icons = { sent: Check, delivered: CheckCheck, queued: Clock, sending: Clock, scheduled: Clock };

/** What became of an outbound message, and what is to be decided about it. */
export function DeliveryState({ message: m }: { message: Message }) {
  const d = m.delivery!;
  const { zones, overtaken } = use(ThemContext);
  const { mayAnswer } = usePlace();
  const words = deliveryWords[m.channel];
  const { label, explanation, tone } = words[d.state];
  const Icon = icons[d.state as keyof typeof icons] ?? AlertTriangle;
  return (
    <div className={`delivery ${tone}`} data-state={d.state}>
      <Tooltip label={explanation}>
        <span className="delivery-state" tabIndex={0}><Icon size={14} aria-hidden /> {d.state === "scheduled" && d.due ? `Leaves ${theirTime(d.due, zones)}` : label}</span>
      </Tooltip>
      {overtaken.includes(m.id) && <span className="flag warn">They have written since</span>}
      {d.reason && <span>{d.reason}</span>}
      {mayAnswer && d.state === "scheduled" && <Cancel message={m} />}
      {mayAnswer && d.state === "unknown" && m.channel === "sms" && <Settle message={m} />}
      {d.recipients.length > 1 && (
        <ul>{d.recipients.map((r) => <li key={r.address}>{r.address}: {words[r.state].label}</li>)}</ul>
      )}
    </div>
  );
}

function Cancel({ message: m }: { message: Message }) {
  const cancel = useCancel();
  const toast = useToast();
  const run = () => cancel.mutate(m, {
    onSuccess: () => toast({ text: "Cancelled: it will not leave" }),
    onError: (e) => toast({ text: e.message, tone: "error" }),
  });
  return <button type="button" className="quiet" disabled={cancel.isPending} onClick={run}>Cancel</button>;
}

/** With a provider that tells nothing, a person finds out and says. */
function Settle({ message }: { message: Message }) {
  const settle = useSettle();
  const toast = useToast();
  const run = (state: "sent" | "failed") => settle.mutate({ message, state }, { onError: (e) => toast({ text: e.message, tone: "error" }) });
  return (
    <>
      <button type="button" className="quiet" disabled={settle.isPending} onClick={() => run("sent")}>It was sent</button>
      <button type="button" className="quiet" disabled={settle.isPending} onClick={() => run("failed")}>It was not sent</button>
    </>
  );
}
