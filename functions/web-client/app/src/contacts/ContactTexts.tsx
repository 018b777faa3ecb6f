import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { readEvidence, useRecordConsent } from "../api/texting";
import { mayManage, type Consent, type Contact } from "../api/types";
import { saveFile } from "../lib/download";
import { fullTime, shortTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { consentWords } from "./consentWords";

const RecordConsent = lazy(() => import("../texting/RecordConsent"));

/** Whether a contact may be texted, number by number. */
export function ContactTexts({ contact: c }: { contact: Contact }) {
  return (
    <section className="recent" aria-label="Text messages">
      <h3>Text messages</h3>
      <ul>{c.consents?.map((consent) => <NumberConsent key={consent.number} contact={c} consent={consent} />)}</ul>
    </section>
  );
}

const sources = { keyword: "by keyword", member: "recorded by a member", provider: "as AWS has it", "": "" };

function NumberConsent({ contact: c, consent }: { contact: Contact; consent: Consent }) {
  const { audience, mayAnswer, write } = usePlace();
  const toast = useToast();
  const record = useRecordConsent(c.audience);
  const [recording, setRecording] = useState(false);
  const { number, state } = consent;
  const failed = (e: Error) => toast({ text: e.message, tone: "error" });
  const optOut = () => record.mutate({ key: crypto.randomUUID(), number, kind: "opt_out" }, {
    onSuccess: () => toast({ text: "Opted out: nothing is texted there any more" }), onError: failed,
  });
  const evidence = () => readEvidence(c.audience, number).then((file) => saveFile(file, `evidence ${number}.html`), failed);
  return (
    <li className="consent">
      <span className="cut">
        <span className="strong">{number}</span> <span className={consentWords[state].flag}>{consentWords[state].words}</span>
        {consent.since && <span className="cut muted small" title={fullTime(consent.since)}> since {shortTime(consent.since)}, {sources[consent.source]}</span>}
      </span>
      <span className="buttons">
        {mayAnswer && state === "consented" && audience.texting.numbers.length > 0 && <Button variant="default" size="xs" onClick={() => write({ to: c.name ? `${c.name} ${number}` : number, channel: "sms" })}>Text</Button>}
        {mayAnswer && state !== "consented" && <Button variant="default" size="xs" onClick={() => setRecording(true)}>Record consent</Button>}
        {mayAnswer && state !== "opted_out" && <Button variant="default" size="xs" loading={record.isPending} onClick={optOut}>Opt out</Button>}
        {mayManage(audience.role) && <Button variant="default" size="xs" onClick={() => void evidence()}>Evidence</Button>}
      </span>
      <Suspense>{recording && <RecordConsent audience={c.audience} number={number} onClose={() => setRecording(false)} />}</Suspense>
    </li>
  );
}
