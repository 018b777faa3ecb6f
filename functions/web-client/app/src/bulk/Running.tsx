import "../styles/bulk.css";
import { X } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { ended, useCancelJob, useJob, useSettleLists } from "../api/jobs";
import { progressWords, resultWords } from "../lib/bulk";
import { usePlace } from "../shell/place";
import { useDeed, type Watched } from "./useDeed";

const Results = lazy(() => import("./Results"));

const shownMs = 6_000;

interface Props {
  watched: Watched[];
  /** Somebody has seen enough of a job. Stays the same. */
  onGone(job: string): void;
}

/** What is being done to many conversations, and what came of it. */
export default function Running({ watched, onGone }: Props) {
  return <div className="running">{watched.map((w) => <One key={w.job.id} {...w} onGone={onGone} />)}</div>;
}

function One({ job: begun, deed, onGone }: Watched & Pick<Props, "onGone">) {
  const { audience } = usePlace();
  const job = useJob(begun).data;
  const settle = useSettleLists(audience.id);
  const [asking, setAsking] = useState(false);
  const over = ended(job);
  const well = job.state === "done" && job.refused === 0;
  useEffect(() => {
    if (over) void settle("ids" in deed.of ? deed.of.ids : []);
    // Once, when it has ended.
  }, [over]);
  useEffect(() => {
    if (!over || !well) return;
    const timer = setTimeout(() => onGone(job.id), shownMs);
    return () => clearTimeout(timer);
  }, [over, well, onGone, job.id]);
  return (
    <div className={over && !well ? "running-job trouble" : "running-job"}>
      {over ? <Outcome job={job} deed={deed} onShow={() => setAsking(true)} onGone={() => onGone(job.id)} /> : <Progress job={job} deed={deed} />}
      <Suspense>{asking && <Results job={job.id} names={deed.names} onClose={() => setAsking(false)} />}</Suspense>
    </div>
  );
}

function Progress({ job, deed }: Watched) {
  const cancel = useCancelJob();
  const part = job.listed && job.total > 0 ? (job.done + job.skipped + job.refused) / job.total : 0;
  return (
    <>
      <span>{progressWords(deed.words, job)}</span>
      <button type="button" disabled={cancel.isPending || job.stopping} onClick={() => cancel.mutate(job.id)}>{job.stopping ? "Stopping…" : "Cancel"}</button>
      <span className="progress" role="progressbar" aria-label={deed.words.doing} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(part * 100)} style={{ transform: `scaleX(${part})` }} />
    </>
  );
}

function Outcome({ job, deed, onShow, onGone }: Watched & { onShow(): void; onGone(): void }) {
  const again = useDeed();
  const { undo } = deed;
  return (
    <>
      <span role="status">{resultWords(deed.words, job)}</span>
      {job.refused > 0 && <button type="button" onClick={onShow}>Show which</button>}
      {undo && job.done > 0 && <button type="button" onClick={() => { onGone(); again(undo); }}>Undo</button>}
      <button type="button" aria-label="Close" onClick={onGone}><X size={14} /></button>
    </>
  );
}
