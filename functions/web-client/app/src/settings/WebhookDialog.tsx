import { useCreateWebhook } from "../api/webhooks";
import { usePlace } from "../shell/place";
import { FormDialog } from "./FormDialog";
import { useForm } from "./useForm";
import { WebhookFields, webhookFields } from "./WebhookFields";

/** Asks where a new webhook leads. */
export function WebhookDialog({ onMade, onClose }: { onMade(made: { id: string; secret: string }): void; onClose(): void }) {
  const create = useCreateWebhook(usePlace().audience.id);
  const f = useForm({ url: "", events: [] as string[] }, webhookFields, create);
  return (
    <FormDialog title="New webhook" save="Create" saving={create.isPending} ready={f.values.url.trim() !== ""} refusal={f.refusals.rest}
      onSave={() => create.mutate(f.values, { onSuccess: onMade })} onClose={onClose}>
      <WebhookFields form={f} />
    </FormDialog>
  );
}
