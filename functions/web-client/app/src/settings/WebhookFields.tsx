import { TagsInput, TextInput } from "@mantine/core";
import { eventTypes } from "../lib/events";
import type { useForm } from "./useForm";

export const webhookFields = { url: { label: "Address", about: /URL|https|port|address/i }, events: { label: "Events", about: /events of the type/ } };

/** Where a webhook leads and what it is told. */
export function WebhookFields({ form: f }: { form: ReturnType<typeof useForm<{ url: string; events: string[] }>> }) {
  return (
    <>
      <TextInput data-autofocus type="url" label={webhookFields.url.label} placeholder="https://example.com/confab" description="With https, on port 443 or 8443, at a public address." maxLength={2000}
        value={f.values.url} error={f.refusals.at.url} onChange={(e) => f.set("url", e.currentTarget.value)} />
      <TagsInput label={webhookFields.events.label} description="What it is told of; everything, where none is chosen." data={eventTypes} maxTags={50} acceptValueOnBlur splitChars={[",", " "]}
        placeholder={f.values.events.length ? "" : "Everything"} value={f.values.events} error={f.refusals.at.events} onChange={(to) => f.set("events", to)} />
    </>
  );
}
