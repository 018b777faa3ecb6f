import { TagsInput, Textarea } from "@mantine/core";
import { inFormsWords } from "../lib/refusals";
import { fields } from "./fields";
import type { Settable } from "./Numbers";
import { Section } from "./Section";
import { useSection } from "./useSection";

const texts = ["opt_in_text", "opt_out_text", "help_text"] as const;

/** What is answered to keywords, and the audience's own. */
export function Keywords({ texting: t, manage }: Settable) {
  const s = useSection(
    { opt_in_text: t.opt_in_text, opt_out_text: t.opt_out_text, help_text: t.help_text, subscribe_keywords: t.subscribe_keywords },
    (texting) => ({ texting }),
  );
  return (
    <Section title="Keywords" section={s} hint={<>A text that is nothing but STOP, START or HELP, in any of many languages, is acted on at once and answered once. Leave a field empty for the usual text. Texts may hold {"{{organization.prefix}}"}, {"{{organization.frequency}}"}, {"{{first_name}}"}, {"{{email}}"} and the like.</>}>
      <TagsInput label={fields.subscribe_keywords!.label} description="Besides START. Tell people to text one of them." value={s.values.subscribe_keywords} onChange={(v) => s.set("subscribe_keywords", v)}
        disabled={!manage} error={s.refusals.at.subscribe_keywords} splitChars={[",", ";", " "]} acceptValueOnBlur maxTags={20} placeholder={s.values.subscribe_keywords.length ? "" : "JOIN"} />
      {texts.map((name) => (
        <Textarea key={name} label={fields[name]!.label} placeholder={t.usual[name]} autosize minRows={2} maxRows={8} maxLength={1530} disabled={!manage}
          value={s.values[name]} onChange={(e) => s.set(name, e.currentTarget.value)} error={s.refusals.at[name]} description={gapOf(name, t.gaps)} inputWrapperOrder={["label", "input", "description", "error"]} />
      ))}
    </Section>
  );
}

/** What a text seems to lack, as far as it can be told. */
function gapOf(name: string, gaps: string[]): string | undefined {
  const own = gaps.filter((gap) => gap.startsWith(`${name} `));
  return own.length > 0 ? `Please look: ${own.map((gap) => inFormsWords(gap, fields)).join(" ")}` : undefined;
}
