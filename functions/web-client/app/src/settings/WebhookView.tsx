import { Button } from "@mantine/core";
import { useDeleteWebhook, useEditWebhook, useRotateWebhook, useTell, type Webhook } from "../api/webhooks";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { Deliveries } from "./Deliveries";
import { Section } from "./Section";
import { Sure } from "./Sure";
import { useForm } from "./useForm";
import { WebhookFields, webhookFields } from "./WebhookFields";

interface Props {
  webhook: Webhook;
  onSecret(secret: string): void;
  onGone(): void;
}

/** One webhook: where it leads, whether it works, and what it was told. */
export function WebhookView({ webhook: w, onSecret, onGone }: Props) {
  const { audience } = usePlace();
  const toast = useToast();
  const save = useEditWebhook(audience.id, w);
  const rotate = useRotateWebhook(audience.id, w);
  const remove = useDeleteWebhook(audience.id, w);
  const tell = useTell(audience.id, w.id);
  const f = useForm({ url: w.url, events: w.events }, webhookFields, save);
  const failed = { onError: (e: Error) => toast({ text: e.message, tone: "error" }) };
  const section = {
    ...f, saving: save.isPending,
    undo: () => { f.clear(); save.reset(); },
    save: () => save.mutate(f.changes, { onSuccess: () => { f.clear(); toast({ text: "Saved" }); } }),
  };
  const off = w.state === "disabled";
  return (
    <>
      <Section title="Webhook" section={section} hint={`Made ${messageTime(w.created)}.`}>
        {off && <p className="banner danger"><span>Nothing is sent to it. {w.reason}</span></p>}
        {!off && w.failing && <p className="banner warn"><span>Nothing has been accepted since {fullTime(w.failing)}. After three days it is disabled.</span></p>}
        <WebhookFields form={f} />
        <div className="buttons">
          {off
            ? <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ state: "active" }, failed)}>Enable again</Button>
            : <Button variant="default" loading={tell.isPending} onClick={() => tell.mutate(undefined, { ...failed, onSuccess: () => toast({ text: "A test is on its way: it arrives within a minute" }) })}>Send a test</Button>}
          {!off && <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ state: "disabled" }, failed)}>Disable</Button>}
          <Sure label="Replace the secret" sure="Replace: both sign for a day" busy={rotate.isPending} run={() => rotate.mutate(undefined, { ...failed, onSuccess: (made) => onSecret(made.secret) })} />
          <Sure label="Delete" sure="Delete for good" busy={remove.isPending} run={() => remove.mutate(undefined, { ...failed, onSuccess: onGone })} />
        </div>
      </Section>
      <Deliveries webhook={w.id} />
    </>
  );
}
