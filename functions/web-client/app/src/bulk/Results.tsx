import "../styles/dialogs";
import { Modal } from "@mantine/core";
import { useEffect } from "react";
import { Link } from "react-router";
import { useJobResults } from "../api/jobs";
import { usePlace } from "../shell/place";

/** What a job could not be done to, and why. */
export default function Results({ job, names, onClose }: { job: string; names: ReadonlyMap<string, string>; onClose(): void }) {
  const { audience } = usePlace();
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useJobResults(job);
  // What was done stands among what was not: all is looked through.
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const left = data?.pages.flatMap((p) => p.results).filter((r) => r.outcome !== "done") ?? [];
  return (
    <Modal opened onClose={onClose} title="Not done" size={520}>
      {error && <p role="alert" className="banner danger">{error.message}</p>}
      <ul className="results" aria-busy={isFetching}>
        {left.map((r) => (
          <li key={r.item}>
            <Link className="cut" to={`/a/${audience.id}/open/${r.item}`} onClick={onClose}>{names.get(r.item) || "A conversation"}</Link>
            <span className="muted">{r.reason || (r.outcome === "skipped" ? "It is not there any more." : "It was left as it was.")}</span>
          </li>
        ))}
      </ul>
      {isFetching && <p className="muted">Looking…</p>}
    </Modal>
  );
}
