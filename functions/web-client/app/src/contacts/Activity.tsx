import { Button, Skeleton } from "@mantine/core";
import { Ban, Mail, MailX, Megaphone, Merge, MousePointerClick, ShieldCheck, ShoppingBag, Sparkles, Workflow, type LucideIcon } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { useContactActivity, type ActivityEntry } from "../api/contacts";
import { useMemberName } from "../api/people";
import { activityKinds, activityWords } from "../lib/activity";
import { fullTime, shortTime } from "../lib/time";

const icons: Record<ActivityEntry["kind"], LucideIcon> = {
  message: Mail, event: Sparkles, campaign: Megaphone, flow: Workflow, click: MousePointerClick,
  order: ShoppingBag, failed: MailX, text: ShieldCheck, contact: Ban,
};

interface Props {
  contact: string;
  audience: string;
  limit: number;
  /** What can be done about an entry. */
  action?(entry: ActivityEntry): ReactNode;
}

/** What happened with a contact: all of it, or of one kind. */
export function Activity({ contact, audience, limit, action }: Props) {
  const [kind, setKind] = useState("");
  const list = useContactActivity(contact, kind, limit);
  const entries = list.data?.pages.flatMap((p) => p.entries) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const looking = list.isPending || (entries.length === 0 && hasNextPage);
  // A page of one kind alone may be empty although there are more.
  useEffect(() => {
    if (entries.length === 0 && hasNextPage && !isFetching) void fetchNextPage();
  }, [entries.length, hasNextPage, isFetching, fetchNextPage]);
  return (
    <section className="recent" aria-label="Activity">
      <div className="recent-head">
        <h3>Activity</h3>
        <select className="quiet-select" aria-label="Of which kind" value={kind} onChange={(e) => setKind(e.currentTarget.value)}>
          {activityKinds.map((k) => <option key={k.kind} value={k.kind}>{k.label}</option>)}
        </select>
      </div>
      {list.isError && <p role="alert" className="banner danger">{list.error.message}</p>}
      {looking && !list.isError && <Skeleton height={12} width="70%" />}
      {!looking && list.isSuccess && entries.length === 0 && <p className="muted small">{kind ? "Nothing of that kind." : "Nothing has happened yet."}</p>}
      <ol className="activity" aria-label="What happened">
        {entries.map((e) => <Line key={e.id} entry={e} audience={audience} action={action?.(e)} />)}
      </ol>
      {entries.length > 0 && hasNextPage && <Button variant="subtle" color="gray" size="xs" loading={list.isFetchingNextPage} onClick={() => void fetchNextPage()}>Show earlier</Button>}
    </section>
  );
}

function Line({ entry: e, audience, action }: { entry: ActivityEntry; audience: string; action: ReactNode }) {
  const memberName = useMemberName();
  const { told, more } = activityWords(e, memberName);
  const source = e.message ?? e.event ?? e.record;
  const Icon = e.event?.other ? Merge : icons[e.kind];
  if (!source) return null;
  return (
    <li>
      <Icon size={14} className="muted" aria-hidden />
      <div className="happened">
        <p>
          {source.conversation ? <Link to={`/a/${audience}/open/${source.conversation}`}>{told}</Link> : told}
          {action}
        </p>
        {more && <p className="cut muted">{more}</p>}
      </div>
      <time className="muted" dateTime={source.at} title={fullTime(source.at)}>{shortTime(source.at)}</time>
    </li>
  );
}
