import { ActionIcon } from "@mantine/core";
import { AlarmClock, CheckCircle2, ChevronDown, Clock } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Reply } from "../api/types";
import { LazyMenu } from "../shell/LazyMenu";

const Snooze = lazy(() => import("../snooze/Snooze"));
const SendLater = lazy(() => import("./SendLater"));

/** What else sending can be told: when, and what becomes of the conversation. */
export type Way = Pick<Reply, "send_at" | "then">;

/** The other ways to send, beside the button that sends; their keys are not the composer's. */
export function SendMenu({ disabled, later, onSend }: { disabled?: boolean; later: boolean; onSend(way: Way): void }) {
  const [asking, setAsking] = useState<"snooze" | "later" | null>(null);
  const close = () => setAsking(null);
  const send = (way: Way) => { close(); onSend(way); };
  return (
    <span className="send-more" onKeyDown={(e) => (e.key === "Escape" || e.key === "Enter") && e.stopPropagation()}>
      <LazyMenu label="Other ways to send" position="top-start" items={[
        { label: "Send and close", icon: CheckCircle2, run: () => onSend({ then: { status: "done" } }) },
        { label: "Send and snooze…", icon: AlarmClock, run: () => setAsking("snooze") },
        ...(later ? [{ label: "Send later…", icon: Clock, run: () => setAsking("later") }] : []),
      ]}>
        <ActionIcon variant="subtle" color="gray" size={32} disabled={disabled} aria-haspopup="menu" aria-label="Other ways to send" title="Other ways to send"><ChevronDown size={16} /></ActionIcon>
      </LazyMenu>
      <Suspense>
        {asking === "snooze" && <Snooze title="Send and snooze" onClose={close} onChoose={(snooze) => send({ then: { snooze } })} />}
        {asking === "later" && <SendLater onClose={close} onChoose={(send_at) => send({ send_at })} />}
      </Suspense>
    </span>
  );
}
