import { Button, Skeleton } from "@mantine/core";
import { Smartphone } from "lucide-react";
import { Link } from "react-router";
import { useContactConversations } from "../api/people";
import { statusWord } from "../lib/conflict";
import { pathOf } from "../lib/links";
import { shortTime } from "../lib/time";

interface Props {
  contact: string;
  limit: number;
  /** The one that is open already. */
  except?: string;
}

/** All that was ever talked about with a contact. */
export function Conversations({ contact, limit, except }: Props) {
  const list = useContactConversations(contact, limit);
  const rows = list.data?.pages.flatMap((p) => p.conversations).filter((r) => r.id !== except) ?? [];
  return (
    <section className="recent" aria-label="Conversations">
      <h3>{except ? "Other conversations" : "Conversations"}</h3>
      {list.isPending && <Skeleton height={12} width="70%" />}
      {list.isError && <p role="alert" className="banner danger">{list.error.message}</p>}
      {list.isSuccess && rows.length === 0 && <p className="muted small">None{except ? "" : " yet"}.</p>}
      <ul>
        {rows.map((r) => (
          <li key={r.id}>
            <Link to={pathOf(r)} className="recent-row">
              {r.channel === "sms" && <Smartphone size={14} className="muted" role="img" aria-label="Text message" />}
              <span className="cut">{r.channel === "sms" ? r.preview || "Text messages" : r.subject || "(no subject)"}</span>
              <span className="flag">{statusWord(r.status)}</span>
              <time className="muted" dateTime={r.arrived}>{shortTime(r.arrived)}</time>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage && <Button variant="subtle" color="gray" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show earlier conversations</Button>}
    </section>
  );
}
