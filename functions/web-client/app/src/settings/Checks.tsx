import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useChecks, useStartCheck } from "../api/checks";
import { ended, useCancelJob, useJobResults, type Job } from "../api/jobs";
import { useMemberName } from "../api/people";
import { checkWords, differences, rests, type Difference } from "../lib/checks";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { Listed } from "./Listed";
import { More } from "./More";
import { Sure } from "./Sure";

/** Whether what is kept twice says the same: the checks of it, or what one has found. */
export default function Checks() {
  const { item } = useParams();
  const { audience } = usePlace();
  const list = useChecks();
  const checks = list.data?.pages.flatMap((p) => p.jobs);
  const base = `/a/${audience.id}/settings/checks`;
  const open = checks?.find((j) => j.id === item);
  if (item && checks) {
    return (
      <>
        <p><Link to={base} className="quiet">All checks</Link></p>
        {open ? <><ul className="listed"><Row check={open} /></ul><Differences key={open.state} check={open} /></> : <p className="muted">There is no such check any more.</p>}
      </>
    );
  }
  return (
    <>
      <Start />
      <Listed title="Checks" hint="Each week, and when you start one: whether lists, unread badges, threads and what is to be sent say the same as conversations and messages. Those of the last 30 days."
        empty="Nothing was checked yet." query={{ ...list, data: checks }} row={(j) => <Row key={j.id} check={j} to={`${base}/${j.id}`} />} />
      <More list={list} />
    </>
  );
}

function Start() {
  const { me } = usePlace();
  const toast = useToast();
  const start = useStartCheck();
  const [of, setOf] = useState("");
  return (
    <form className="check-start" onSubmit={(e) => { e.preventDefault(); start.mutate(of, { onError: (e) => toast({ text: e.message, tone: "error" }) }); }}>
      <NativeSelect label="What to check" value={of} onChange={(e) => setOf(e.currentTarget.value)}
        data={[{ value: "", label: "Everything" }, ...me.audiences.map((a) => ({ value: a.id, label: a.name }))]} />
      <Button type="submit" loading={start.isPending}>Start a check</Button>
    </form>
  );
}

/** How a check stands: the word, and the look of it. */
function flagOf(j: Job): [string, string] {
  if (j.state === "done") return j.refused ? ["differences", "flag danger"] : ["all right", "flag good"];
  if (j.state === "failed") return ["failed", "flag danger"];
  return j.state === "cancelled" ? ["cancelled", "flag warn"] : [rests(j) ? "waiting" : j.state, "flag"];
}

function Row({ check: j, to }: { check: Job; to?: string }) {
  const { me } = usePlace();
  const toast = useToast();
  const memberName = useMemberName();
  const cancel = useCancelJob();
  const [word, look] = flagOf(j);
  const of = j.audience ? me.audiences.find((a) => a.id === j.audience)?.name ?? "Another audience" : "Everything";
  const title = <span className="strong">{of}</span>;
  return (
    <li>
      <div className="grow">
        <p>{to ? <Link to={to}>{title}</Link> : title} <span className={look}>{word}</span></p>
        <p className="muted small"><time dateTime={j.created} title={fullTime(j.created)}>{messageTime(j.created)}</time> · {j.author ? `by ${memberName(j.author)}` : "weekly"} · {checkWords(j)}</p>
        {!ended(j) && <progress aria-label="Progress" value={j.listed ? j.done + j.skipped + j.refused : undefined} max={Math.max(j.total, 1)} />}
      </div>
      {!ended(j) && !j.stopping && <Sure label="Cancel" sure="Stop after this step" busy={cancel.isPending} run={() => cancel.mutate(j.id, { onError: (e) => toast({ text: e.message, tone: "error" }) })} />}
    </li>
  );
}

function Differences({ check: j }: { check: Job }) {
  const list = useJobResults(j.id, !ended(j) && !rests(j));
  const found = list.data && differences(list.data.pages.flatMap((p) => p.results));
  const empty = j.state === "done" && !list.hasNextPage ? "Nothing is wrong: all that was looked at says the same." : "No difference is sure yet.";
  return (
    <>
      <Listed title="Differences" hint="What was found, and what should be there." empty={ended(j) && j.state !== "done" ? "None was found before it ended." : empty}
        query={{ ...list, data: found }} under={(d) => d.kind} row={(d) => <Found key={`${d.conversation}${d.badge} ${d.what}`} difference={d} />} />
      <More list={list} />
    </>
  );
}

function Found({ difference: d }: { difference: Difference }) {
  const { me, audience } = usePlace();
  return (
    <li>
      <div className="grow">
        <p>{d.what}</p>
        {d.badge ? <Link to={`/a/${d.badge}/open`} className="small">{me.audiences.find((a) => a.id === d.badge)?.name ?? "Another audience"}</Link>
          : <Link to={`/a/${audience.id}/open/${d.conversation}`} className="small mono">{d.conversation}</Link>}
      </div>
    </li>
  );
}
