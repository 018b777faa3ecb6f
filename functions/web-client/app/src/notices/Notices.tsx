import "../styles/dialogs";
import "../styles/notices.css";
import { Button, Drawer } from "@mantine/core";
import { AtSign, Bell, CheckCircle2, Clock, UserRound, Webhook, type LucideIcon } from "lucide-react";
import { useNavigate } from "react-router";
import { useConversationsOf, useNotices, useSeeNotices, type Notice } from "../api/notices";
import { useMemberName } from "../api/people";
import { noticeWords, placeOf } from "../lib/notices";
import { fullTime, messageTime } from "../lib/time";
import { focusFirst } from "../shell/focusFirst";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { WaitingRows } from "../shell/Waiting";

const icons: Record<string, LucideIcon> = { mention: AtSign, assigned: UserRound, scheduled_overtaken: Clock, webhook_disabled: Webhook, job_done: CheckCircle2 };

// Of so many it is looked up what they are about.
const named = 8;

/** What the member was told of. Opening one marks it seen, and all that are older. */
export default function Notices({ onClose }: { onClose(): void }) {
  const list = useNotices();
  const see = useSeeNotices();
  const navigate = useNavigate();
  const toast = useToast();
  const notices = list.data?.pages.flatMap((p) => p.notices) ?? [];
  const about = useConversationsOf([...new Set(notices.slice(0, named).map((n) => n.conversation).filter(Boolean))]);
  const seen = (upTo: string) => see.mutate(upTo, { onError: (e) => toast({ text: e.message, tone: "error" }) });
  const open = (n: Notice) => {
    if (n.unseen) seen(n.id);
    const place = placeOf(n);
    if (!place) return;
    onClose();
    void navigate(place);
  };
  return (
    <Drawer opened onClose={onClose} size={400} title="Notices">
      {notices.some((n) => n.unseen) && <button type="button" className="quiet" disabled={see.isPending} onClick={() => seen(notices[0]!.id)}>Mark all seen</button>}
      {list.isPending && <WaitingRows count={3} />}
      {list.isError && <p role="alert" className="banner danger">{list.error.message}</p>}
      {list.isSuccess && notices.length === 0 && <p className="muted">Nothing yet. You are told here when somebody mentions you or gives you a conversation.</p>}
      <ul className="notices">
        {notices.map((n, i) => {
          const c = about.get(n.conversation);
          return <li key={n.id}><One notice={n} about={c ? [c.contact_name, c.subject].filter(Boolean).join(", ") : ""} first={i === 0} onOpen={() => open(n)} /></li>;
        })}
      </ul>
      {list.hasNextPage && <div className="earlier"><Button variant="subtle" color="gray" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show more</Button></div>}
    </Drawer>
  );
}

function One({ notice: n, about, first, onOpen }: { notice: Notice; about: string; first: boolean; onOpen(): void }) {
  const memberName = useMemberName();
  const { me, audience } = usePlace();
  const Icon = icons[n.kind] ?? Bell;
  const elsewhere = n.audience !== audience.id && me.audiences.find((a) => a.id === n.audience)?.name;
  return (
    <button type="button" data-autofocus={first || undefined} ref={first ? focusFirst : undefined} className={n.unseen ? "notice unseen" : "notice"} onClick={onOpen}>
      <Icon size={16} aria-hidden />
      <span>{n.unseen && <span className="sr">New: </span>}{noticeWords(n, n.actor ? memberName(n.actor) : "Somebody", about)}</span>
      <span className="muted">{elsewhere && `${elsewhere} · `}<time dateTime={n.at} title={fullTime(n.at)}>{messageTime(n.at)}</time></span>
    </button>
  );
}
