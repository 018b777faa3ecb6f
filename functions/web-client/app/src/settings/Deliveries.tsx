import { Button } from "@mantine/core";
import { useDeliveries, useTell, type HookDelivery } from "../api/webhooks";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { Listed } from "./Listed";
import { More } from "./More";

/** What a webhook was told, and how it answered. */
export function Deliveries({ webhook }: { webhook: string }) {
  const { audience } = usePlace();
  const list = useDeliveries(audience.id, webhook);
  return (
    <>
      <Listed title="Deliveries" hint="Of the last 30 days, newest first. What is not accepted is tried again for a day." empty="Nothing was told yet."
        query={{ ...list, data: list.data?.pages.flatMap((p) => p.deliveries) }} row={(d) => <Row key={d.id} webhook={webhook} delivery={d} />} />
      <More list={list} />
    </>
  );
}

const flags = { waiting: "flag", delivered: "flag good", given_up: "flag danger" };
const words = { waiting: "waiting", delivered: "delivered", given_up: "given up" };

function Row({ webhook, delivery: d }: { webhook: string; delivery: HookDelivery }) {
  const { audience } = usePlace();
  const toast = useToast();
  const tell = useTell(audience.id, webhook);
  const facts = [
    d.status > 0 && `answered ${d.status}`, d.reason, d.attempts > 1 && `${d.attempts} attempts`,
    d.state === "waiting" && d.next && `next ${messageTime(d.next)}`,
  ].filter(Boolean);
  return (
    <li>
      <div className="grow">
        <p><span className="mono">{d.event}</span> <span className={flags[d.state]}>{words[d.state]}</span></p>
        <p className="muted small"><time dateTime={d.subject.at} title={fullTime(d.subject.at)}>{messageTime(d.subject.at)}</time>{facts.map((f) => ` · ${f}`)}</p>
      </div>
      {d.state !== "waiting" && <Button variant="subtle" color="gray" size="xs" loading={tell.isPending} onClick={() => tell.mutate(d.id, { onError: (e) => toast({ text: e.message, tone: "error" }) })}>Tell again</Button>}
    </li>
  );
}
