import { Button } from "@mantine/core";
import { Link, useParams } from "react-router";
import { ended, readExport, useCancelJob, useJobResults, useJobs, type Job, type JobResult } from "../api/jobs";
import { useMemberName } from "../api/people";
import { startDownload } from "../lib/download";
import { jobKinds, jobWords, mayCancel } from "../lib/jobs";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { Listed } from "./Listed";
import { More } from "./More";
import { Sure } from "./Sure";
import { useRights } from "./useRights";

/** Work that takes long: the list of it, or what became of each item of one. */
export default function Jobs() {
  const { item } = useParams();
  const { audience } = usePlace();
  const list = useJobs(audience.id);
  const jobs = list.data?.pages.flatMap((p) => p.jobs);
  const base = `/a/${audience.id}/settings/jobs`;
  const open = jobs?.find((j) => j.id === item);
  if (item && jobs) {
    return (
      <>
        <p><Link to={base} className="quiet">All jobs</Link></p>
        {open ? <><ul className="listed"><Row job={open} /></ul><Results key={open.state} job={open} /></> : <p className="muted">There is no such job any more.</p>}
      </>
    );
  }
  return (
    <>
      <Listed title="Jobs" hint="Work that takes long, of the last 30 days." empty="Nothing ran yet." query={{ ...list, data: jobs }} row={(j) => <Row key={j.id} job={j} to={`${base}/${j.id}`} />} />
      <More list={list} />
    </>
  );
}

const flags: Record<Job["state"], string> = { queued: "flag", running: "flag", done: "flag good", failed: "flag danger", cancelled: "flag warn" };

function Row({ job: j, to }: { job: Job; to?: string }) {
  const { audience, administer } = useRights();
  const toast = useToast();
  const memberName = useMemberName();
  const cancel = useCancelJob();
  const failed = (e: Error) => toast({ text: e.message, tone: "error" });
  const seen = j.done + j.skipped + j.refused;
  const title = <span className="strong">{jobKinds[j.kind] ?? j.kind}</span>;
  return (
    <li>
      <div className="grow">
        <p>{to ? <Link to={to}>{title}</Link> : title} <span className={flags[j.state]}>{j.state}</span></p>
        <p className="muted small"><time dateTime={j.created} title={fullTime(j.created)}>{messageTime(j.created)}</time>{j.author && ` · by ${memberName(j.author)}`} · {jobWords(j)}</p>
        {!ended(j) && <progress aria-label="Progress" value={j.listed ? seen : undefined} max={Math.max(j.total, 1)} />}
      </div>
      {!ended(j) && !j.stopping && mayCancel(audience.role, j.kind) && <Sure label="Cancel" sure="Stop after this step" busy={cancel.isPending} run={() => cancel.mutate(j.id, { onError: failed })} />}
      {j.kind === "export" && j.state === "done" && administer && <Button variant="default" onClick={() => void readExport(j.id).then(startDownload, failed)}>Download</Button>}
    </li>
  );
}

// What people look for comes first.
const outcomes: [JobResult["outcome"], string][] = [["refused", "Refused"], ["skipped", "Gone meanwhile"], ["waiting", "To do"], ["done", "Done"]];

function Results({ job }: { job: Job }) {
  const { audience } = usePlace();
  const list = useJobResults(job.id, !ended(job));
  const results = list.data?.pages.flatMap((p) => p.results);
  return (
    <>
      <Listed title="Results" hint="What became of each conversation." empty="Nothing yet." query={{ ...list, data: results && outcomes.flatMap(([o]) => results.filter((r) => r.outcome === o)) }}
        under={(r) => outcomes.find(([o]) => o === r.outcome)![1]} row={(r) => (
          <li key={r.item}>
            <Link to={`/a/${audience.id}/open/${r.item}`} className="cut mono">{r.item}</Link>
            {r.reason && <span className="muted small">{r.reason}</span>}
          </li>
        )} />
      <More list={list} />
    </>
  );
}
