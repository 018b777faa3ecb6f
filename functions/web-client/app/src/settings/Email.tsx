import { Radio, TagsInput, TextInput } from "@mantine/core";
import type { Audience } from "../api/types";
import { fields } from "./fields";
import { Section } from "./Section";
import { useRights } from "./useRights";
import { useSection } from "./useSection";

const unmatched: { value: Audience["unmatched"]; label: string; description?: string }[] = [
  { value: "new", label: "A new conversation" },
  { value: "join", label: "Their newest conversation that is not done", description: "A new one where there is none." },
  { value: "single", label: "The only conversation they ever have" },
];

/** How the audience sends and receives mail. */
export default function Email() {
  const { audience: a, manage, administer } = useRights();
  const sender = useSection({ from_name: a.from_name, from_address: a.from_address, default_subject: a.default_subject }, (changes) => changes);
  const incoming = useSection({ forwarding_address: a.forwarding_address, unmatched: a.unmatched, form_senders: a.form_senders }, (changes) => changes);
  const v = incoming.values, s = sender.refusals.at, i = incoming.refusals.at;
  const fixed = a.forwarding_address !== "";
  return (
    <>
      <Section title="Sender" section={sender} hint="In whose name your answers go out. They come back to an address of their conversation's own.">
        <TextInput label={fields.from_name!.label} placeholder={a.name} maxLength={100} disabled={!manage} error={s.from_name} value={sender.values.from_name} onChange={(e) => sender.set("from_name", e.currentTarget.value)} />
        <TextInput label={fields.from_address!.label} type="email" disabled={!administer} error={s.from_address} value={sender.values.from_address} onChange={(e) => sender.set("from_address", e.currentTarget.value)}
          description={administer ? "Of a domain that is verified with the mail provider." : "An owner or admin chooses it."} />
        <TextInput label={fields.default_subject!.label} description="Where an answer has none to go by." maxLength={200} disabled={!manage} error={s.default_subject} value={sender.values.default_subject} onChange={(e) => sender.set("default_subject", e.currentTarget.value)} />
      </Section>
      <Section title="Incoming mail" section={incoming} hint="What answers a message of yours always finds its conversation.">
        <TextInput label={fields.forwarding_address!.label} type="email" disabled={!administer || fixed} error={i.forwarding_address} value={v.forwarding_address} onChange={(e) => incoming.set("forwarding_address", e.currentTarget.value)}
          description={fixed ? "Mail to it comes in here. It was chosen once and stays." : administer ? "Mail to it comes in here. Choose with care: it can't be changed later." : "An owner or admin chooses it."} />
        <Radio.Group label={fields.unmatched!.label} value={v.unmatched} onChange={(to) => incoming.set("unmatched", to as Audience["unmatched"])} error={i.unmatched}>
          <div className="choices">{unmatched.map((u) => <Radio key={u.value} disabled={!manage} {...u} />)}</div>
        </Radio.Group>
        <TagsInput label={fields.form_senders!.label} description="Mail from them belongs to the person whom its Reply-To names." value={v.form_senders} onChange={(to) => incoming.set("form_senders", to)}
          disabled={!manage} error={i.form_senders} splitChars={[",", ";", " "]} acceptValueOnBlur maxTags={50} placeholder={v.form_senders.length ? "" : "forms@example.com"} />
      </Section>
    </>
  );
}
