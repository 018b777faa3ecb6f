import { Button, Skeleton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useMemberName } from "../api/people";
import { readEvidence, useActivity, useRecordConsent } from "../api/texting";
import { mayManage, type Consent, type Contact } from "../api/types";
import { saveFile } from "../lib/download";
import { recordWords } from "../lib/records";
import { fullTime, messageTime, shortTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

const RecordConsent = lazy(() => import("../texting/RecordConsent"));

/** Whether a contact may be texted, number by number, and all that led to it. */
export function ContactTexts({ contact: c }: { contact: Contact }) {
  const activity = useActivity(c.id);
  const memberName = useMemberName();
  const [first] = activity.data?.pages ?? [];
  const records = activity.data?.pages.flatMap((p) => p.records) ?? [];
  return (
    <section className="recent texts">
      <h3>Text messages</h3>
      {activity.isPending && <Skeleton height={12} width="70%" />}
      {activity.isError && <p role="alert" className="banner danger">{activity.error.message}</p>}
      <ul>{first?.consents.map((consent) => <NumberConsent key={consent.number} contact={c} consent={consent} />)}</ul>
      {records.length > 0 && (
        <ol className="activity" aria-label="What happened">
          {records.map((r) => (
            <li key={r.id}>
              <time className="muted" dateTime={r.at} title={fullTime(r.at)}>{messageTime(r.at)}</time>
              <span>{recordWords(r, r.author ? memberName(r.author) : "")}</span>
            </li>
          ))}
        </ol>
      )}
      {activity.hasNextPage && <Button variant="subtle" color="gray" size="xs" loading={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>Show earlier</Button>}
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
        <span className="strong">{number}</span> <span className={stateFlags[state]}>{stateWords[state]}</span>
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

const stateWords = { consented: "Consented", opted_out: "Opted out", "": "No consent" };
const stateFlags = { consented: "flag good", opted_out: "flag danger", "": "flag" };
