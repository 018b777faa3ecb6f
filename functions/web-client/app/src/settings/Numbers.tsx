import { Radio, Skeleton, TagsInput, TextInput } from "@mantine/core";
import { useNumbers } from "../api/texting";
import type { ListedNumber, Texting } from "../api/types";
import { shortTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { fields } from "./fields";
import { Section } from "./Section";
import { useSection } from "./useSection";

export interface Settable {
  texting: Texting;
  /** Whether the member may change what is said, and by which numbers. */
  manage: boolean;
  administer: boolean;
}

/** The audience's numbers, as their provider knows them, and who texts from them. */
export function Numbers({ texting: t, manage, administer }: Settable) {
  const s = useSection({ numbers: t.numbers, brand: t.brand, frequency: t.frequency, provider_answers: t.provider_answers }, (texting) => ({ texting }));
  const { at } = s.refusals;
  return (
    <Section title="Numbers" section={s} hint="A number belongs to one audience for ever. Get it from AWS End User Messaging and turn on two-way messages for it; new threads leave from the first.">
      <NumberList />
      <TagsInput label={fields.numbers!.label} value={s.values.numbers} onChange={(v) => s.set("numbers", v)} disabled={!administer} error={at.numbers}
        splitChars={[",", ";"]} acceptValueOnBlur maxTags={20} placeholder={s.values.numbers.length ? "" : "+1 555 0100"}
        description={administer ? undefined : "An owner or admin adds numbers."} />
      <TextInput label={fields.brand!.label} description="Who texts, as contacts know you: every answer to a keyword names it." placeholder="Example Shop" maxLength={100}
        value={s.values.brand} onChange={(e) => s.set("brand", e.currentTarget.value)} disabled={!manage} error={at.brand} />
      <TextInput label={fields.frequency!.label} description="As the confirmation of a consent says it." placeholder={t.usual.frequency} maxLength={100}
        value={s.values.frequency} onChange={(e) => s.set("frequency", e.currentTarget.value)} disabled={!manage} error={at.frequency} />
      <Radio.Group label={fields.provider_answers!.label} error={at.provider_answers} value={s.values.provider_answers ? "aws" : "confab"} onChange={(v) => s.set("provider_answers", v === "aws")}
        description={administer ? "It has to be as each number is set in AWS." : "An owner or admin chooses it."}>
        <div className="choices">
          <Radio value="confab" disabled={!administer} label="Confab: the numbers have self-managed opt-outs in AWS" />
          <Radio value="aws" disabled={!administer} label="AWS, which keeps the list of who opted out; Confab takes it over every hour" />
        </div>
      </Radio.Group>
    </Section>
  );
}

function NumberList() {
  const { audience } = usePlace();
  const list = useNumbers(audience.id);
  if (list.isPending) return <Skeleton height={40} />;
  if (list.isError) return <p role="alert" className="banner danger">{list.error.message}</p>;
  if (list.data.numbers.length === 0) return <p className="muted">No number yet. Without one nobody can text you.</p>;
  return <ul className="numbers">{list.data.numbers.map((n) => <NumberRow key={n.number} number={n} />)}</ul>;
}

function NumberRow({ number: n }: { number: ListedNumber }) {
  const facts = [
    n.status && `Status ${n.status}`, n.registration && `registration ${n.registration}`,
    n.active && (n.media ? "text and pictures" : "text only"), n.checked && `asked ${shortTime(n.checked)}`,
  ].filter(Boolean);
  return (
    <li>
      <p className="number"><span className="strong">{n.number}</span> <span className={n.active ? "flag good" : "flag warn"}>{n.active ? "Active" : "Closed"}</span></p>
      {facts.length > 0 && <p className="muted small">{facts.join(" · ")}</p>}
      {[n.closed, ...n.warnings].filter(Boolean).map((sentence) => <p className="banner warn" key={sentence}>{sentence}</p>)}
    </li>
  );
}
