import { Radio, Switch, Textarea, TextInput } from "@mantine/core";
import type { Texting } from "../api/types";
import { fields } from "./fields";
import type { Settable } from "./Numbers";
import { Section } from "./Section";
import { useSection } from "./useSection";

type Mode = Texting["autoresponder"]["mode"];

const modes: { value: Mode; label: string; description?: string }[] = [
  { value: "off", label: "Nobody" },
  { value: "all", label: "Everybody", description: "Good while nobody answers texts yet." },
  { value: "unconsented", label: "Only those who have not consented", description: "Recommended once your team answers: who has consented hears from a person." },
];

/** The answer to texts that are no keyword. */
export function Autoresponder({ texting: t, manage }: Settable) {
  const { mode, text, hours, asks } = t.autoresponder;
  const s = useSection(
    { "autoresponder.mode": mode, "autoresponder.text": text, "autoresponder.hours": hours, "autoresponder.asks": asks },
    (changes) => ({ texting: { autoresponder: Object.fromEntries(Object.entries(changes).map(([name, value]) => [name.split(".")[1]!, value])) } }),
  );
  const v = s.values, { at } = s.refusals;
  return (
    <Section title="Automatic answer" section={s} hint="Answers what is no keyword, at most once per contact in a while, and never a machine.">
      <Radio.Group label={fields["autoresponder.mode"]!.label} value={v["autoresponder.mode"]} onChange={(mode) => s.set("autoresponder.mode", mode as Mode)} error={at["autoresponder.mode"]}>
        <div className="choices">{modes.map((m) => <Radio key={m.value} disabled={!manage} {...m} />)}</div>
      </Radio.Group>
      {v["autoresponder.mode"] !== "off" && (
        <>
          <Textarea label={fields["autoresponder.text"]!.label} placeholder="{{organization.prefix}}Thank you for your text. Reply JOIN to hear from us here." autosize minRows={2} maxRows={8} maxLength={1530}
            value={v["autoresponder.text"]} onChange={(e) => s.set("autoresponder.text", e.currentTarget.value)} disabled={!manage} error={at["autoresponder.text"]} />
          <TextInput type="number" min={1} max={720} label={fields["autoresponder.hours"]!.label} placeholder={String(t.usual.autoresponder_hours)} disabled={!manage} error={at["autoresponder.hours"]}
            value={v["autoresponder.hours"] || ""} onChange={(e) => s.set("autoresponder.hours", Number(e.currentTarget.value))} />
          <Switch label="It asks for consent" description="Then YES within a day gives it." checked={v["autoresponder.asks"]} disabled={!manage} onChange={(e) => s.set("autoresponder.asks", e.currentTarget.checked)} />
        </>
      )}
    </Section>
  );
}
