import { NativeSelect, Switch, TextInput } from "@mantine/core";
import { duration } from "../lib/hours";
import { fields } from "./fields";
import type { Settable } from "./Numbers";
import { Section } from "./Section";
import { useSection } from "./useSection";

const never = -1;
const windows = [15, 30, 60, 120, 240, 480, 1440];

/** Until when answers are free of the texting hours, and where links lead through. */
export function HoursAndLinks({ texting: t, manage, administer }: Settable) {
  const s = useSection({ answer_minutes: t.answer_minutes || t.usual.answer_minutes, keep_links: t.keep_links, link_base: t.link_base }, (texting) => ({ texting }));
  const { at } = s.refusals;
  const choices = [...new Set([...windows, s.values.answer_minutes])].filter((m) => m !== never).sort((a, b) => a - b);
  return (
    <Section title="Hours and links" section={s} hint="What your team starts leaves between 8:00 and 20:00 where the contact is. An answer soon after their own text may leave at any hour.">
      <NativeSelect label={fields.answer_minutes!.label} disabled={!manage} error={at.answer_minutes} value={String(s.values.answer_minutes)} onChange={(e) => s.set("answer_minutes", Number(e.currentTarget.value))}
        data={[{ value: String(never), label: "Not at all" }, ...choices.map((m) => ({ value: String(m), label: duration(m) }))]} />
      <Switch label="Shorten links in texts" description="A short link is cheaper, and tells who followed it." checked={!s.values.keep_links} disabled={!manage} onChange={(e) => s.set("keep_links", !e.currentTarget.checked)} />
      <TextInput label={fields.link_base!.label} placeholder="https://go.example.com" maxLength={100} disabled={!administer || s.values.keep_links} error={at.link_base}
        description={administer ? "This deployment's own, or a short domain of yours that leads to it." : "An owner or admin chooses it."}
        value={s.values.link_base} onChange={(e) => s.set("link_base", e.currentTarget.value)} />
    </Section>
  );
}
