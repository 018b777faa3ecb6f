import "../styles/floating";
import "../styles/thread.css";
import { ActionIcon, Button, Skeleton, Tooltip } from "@mantine/core";
import { AlarmClock, ArrowLeft, CheckCircle2, Inbox, MailOpen, PanelRight, Trash2 } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { APIError } from "../api/client";
import { useEarlierMessages, useMarkRead, useThread } from "../api/conversations";
import { useCompany } from "../api/presence";
import { useTexting } from "../api/texting";
import type { Conversation, Message, Status, Thread } from "../api/types";
import { Composer } from "../composer/Composer";
import { NoteBox } from "../composer/NoteBox";
import { useTakenBack } from "../composer/undo";
import { dueWords } from "../lib/due";
import { pathOf } from "../lib/links";
import { inOrder, newestOf } from "../lib/thread";
import { dayAndClock } from "../lib/zones";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { LocalTime } from "../texting/LocalTime";
import { TextComposer } from "../texting/TextComposer";
import { Assignee } from "./Assignee";
import { Beside, useBeside } from "./Beside";
import { Company } from "./Company";
import { FactsDrawer } from "./FactsDrawer";
import { Entry } from "./Entry";
import { Labels } from "./Labels";
import { ThemContext, type Them } from "./them";
import { ThreadMenu } from "./ThreadMenu";
import { TypingContext } from "./typing";
import { useScrollTo } from "./useScrollTo";

interface Props {
  id: string;
  /** The message at which to open it; the newest, if left out. */
  at?: string;
  onBack(): void;
  onUnread(): void;
  onStatus(status: Status): void;
  onSnooze(): void;
}

/** An open conversation: what was said, and the answer being written. */
export default function ThreadView({ id, ...props }: Props) {
  const thread = useThread(id);
  const beside = useBeside();
  const { search } = useLocation();
  const { audience } = usePlace();
  const conversation = thread.data?.conversation;
  // The address of a conversation that was merged leads to the one that holds it, and
  // one among another audience's leads to its own.
  if (conversation && (conversation.id !== id || conversation.audience !== audience.id)) return <Navigate to={pathOf(conversation) + search} replace />;
  return (
    <>
      {thread.data && !isGone(thread.error) ? <Opened thread={thread.data} onBeside={beside.toggle} besideShown={beside.shown} {...props} />
        : thread.isPending ? <Pending onBack={props.onBack} />
        : <Missing error={thread.error!} onBack={props.onBack} retry={() => void thread.refetch()} />}
      <Beside contact={conversation?.contact} conversation={id} beside={beside} />
    </>
  );
}

function Pending({ onBack }: { onBack(): void }) {
  return (
    <main className="main-pane thread-pane" aria-busy="true">
      <header className="pane-header"><Back onBack={onBack} /><Skeleton height={16} width={280} radius="xs" /></header>
      <div className="messages"><div className="message"><Skeleton height={12} width="30%" mb={16} /><Skeleton height={12} mb={8} /><Skeleton height={12} width="80%" /></div></div>
    </main>
  );
}

/** Whether what was asked for is not there, or is not there any more. */
function isGone(error: Error | null): boolean {
  return error instanceof APIError && error.status === 404;
}

function Missing({ error, onBack, retry }: { error: Error; onBack(): void; retry(): void }) {
  const gone = isGone(error);
  return (
    <main className="main-pane thread-pane">
      <header className="pane-header"><Back onBack={onBack} /></header>
      <div className="pane-note" role="alert">
        <p>{gone ? "This conversation is not here, or not open to you." : error.message}</p>
        {!gone && <Button variant="default" onClick={retry}>Try again</Button>}
      </div>
    </main>
  );
}

function Back({ onBack }: { onBack(): void }) {
  return (
    <ActionIcon className="back-button" variant="subtle" color="gray" size={32} aria-label="Back to the list" onClick={onBack}>
      <ArrowLeft size={18} />
    </ActionIcon>
  );
}

interface OpenedProps extends Omit<Props, "id"> {
  thread: Thread;
  onBeside(): void;
  besideShown: boolean;
}

function Opened({ thread, at = "", ...actions }: OpenedProps) {
  const { mayAnswer } = usePlace();
  const { conversation } = thread;
  const [noting, setNoting] = useState(false);
  const [asked, setAsked] = useState<Message | null>(null);
  const earlier = useEarlierMessages(conversation.id, thread.next_cursor);
  const newest = new Set(thread.messages.map((m) => m.id));
  const messages = inOrder([...earlier.messages.filter((m) => !newest.has(m.id)), ...thread.messages]);
  const texting = useTexting(conversation);
  const zones = texting.data?.zones;
  const { id, contact_name: name, scheduled } = conversation;
  const them = useMemo<Them>(() => ({ conversation: id, name, zones: zones ?? [], overtaken: scheduled.filter((s) => s.overtaken).map((s) => s.message) }), [id, name, zones, scheduled]);
  // Where only machines have spoken, that is what one came to see.
  const unfold = messages.every((m) => m.hidden || m.kind === "event");
  const place = messages.findIndex((m) => m.id === at);
  const further = at < (messages[0]?.id ?? "") && earlier.more;
  const scroller = useScrollTo(newestOf(thread.messages), place >= 0 || further ? at : "", place);
  useReadBack(at !== "" && further, earlier);
  useReading(thread, mayAnswer);
  const takenBack = useTakenBack(conversation.id);
  useShortcuts({ p: actions.onBeside, ...(mayAnswer && { n: () => setNoting(true) }) });
  const { others, typed } = useCompany(conversation.id, mayAnswer);

  return (
    <main className="main-pane thread-pane" aria-label={conversation.subject || "Conversation"}>
      <Header conversation={conversation} zones={them.zones} {...actions} />
      <div className="messages" ref={scroller} tabIndex={0} role="region" aria-label="Messages">
        {earlier.more && (
          <div className="earlier">
            <Button variant="subtle" color="gray" size="xs" loading={earlier.reading} onClick={earlier.readMore}>Show earlier messages</Button>
          </div>
        )}
        <ThemContext value={them}>
          {messages.map((m) => <Entry key={m.id} message={m} unfold={unfold || m.id === at} onWhy={() => setAsked(m)} />)}
        </ThemContext>
      </div>
      {!mayAnswer && <p className="viewer-note">You can read here. To answer, ask an owner for the role of agent.</p>}
      <Company others={others} />
      {mayAnswer && noting && <NoteBox conversation={conversation} onClose={() => setNoting(false)} />}
      <TypingContext value={typed}>
        {mayAnswer && !noting && (conversation.channel === "sms"
          ? <TextComposer key={`${conversation.id} ${takenBack}`} thread={thread} texting={texting} onNote={() => setNoting(true)} />
          : <Composer key={`${conversation.id} ${takenBack}`} thread={thread} onNote={() => setNoting(true)} />)}
      </TypingContext>
      <FactsDrawer message={asked} onClose={() => setAsked(null)} />
    </main>
  );
}

/** Reads earlier messages until the one is among them at which the thread was opened. */
function useReadBack(further: boolean, { reading, readMore }: ReturnType<typeof useEarlierMessages>) {
  useEffect(() => {
    if (further && !reading) readMore();
    // readMore is a new function each time.
  }, [further, reading]);
}

/**
 * Tells the server what was shown, once for each message that arrived while
 * somebody looked. A conversation marked unread by hand stays so until it is
 * opened again: this component is gone by then.
 */
function useReading({ conversation }: Thread, mayAnswer: boolean) {
  const { mutate } = useMarkRead();
  const told = useRef("");
  const { id, unread, last_inbound: seen } = conversation;
  useEffect(() => {
    if (!mayAnswer || !unread || !seen || told.current === seen) return;
    const tell = () => {
      if (document.visibilityState !== "visible") return;
      told.current = seen;
      mutate({ conversation: id, lastSeen: seen });
    };
    tell();
    document.addEventListener("visibilitychange", tell, { once: true });
    return () => document.removeEventListener("visibilitychange", tell);
  }, [id, unread, seen, mayAnswer, mutate]);
}

interface HeaderProps extends Omit<OpenedProps, "thread" | "at"> {
  conversation: Conversation;
  zones: string[];
}

function Header({ conversation: c, zones, onBack, onUnread, onStatus, onSnooze, onBeside, besideShown }: HeaderProps) {
  const { mayAnswer } = usePlace();
  return (
    <header className="pane-header thread-header">
      <Back onBack={onBack} />
      <div className="thread-title">
        <h2 className="cut">{c.subject || (c.text ? c.contact_name : "(no subject)")}</h2>
        <div className="thread-with">
          <Who conversation={c} />
          {c.text && <LocalTime zones={zones} />}
          <Assignee conversation={c} />
          <Labels conversation={c} />
          {c.due_at && <span className={c.overdue ? "due over" : "due"}>First answer {dueWords(c.due_at, c.overdue)}</span>}
          {c.snooze && <span className="muted snoozed"><AlarmClock size={14} aria-hidden /> Until {c.snooze.until ? dayAndClock(new Date(c.snooze.until), "") : "they reply"}</span>}
        </div>
      </div>
      <div className="thread-actions">
        {mayAnswer && <>
          <Tooltip label="Mark unread (u)"><ActionIcon className="roomy" variant="subtle" color="gray" size={32} aria-label="Mark unread" onClick={onUnread}><MailOpen size={16} /></ActionIcon></Tooltip>
          <Tooltip label="Snooze (s)"><ActionIcon variant="subtle" color="gray" size={32} aria-label="Snooze" onClick={onSnooze}><AlarmClock size={16} /></ActionIcon></Tooltip>
          {c.status !== "trash" && <Tooltip label="Trash (#)"><ActionIcon variant="subtle" color="gray" size={32} aria-label="Trash" onClick={() => onStatus("trash")}><Trash2 size={16} /></ActionIcon></Tooltip>}
          {c.status === "open"
            ? <Button variant="default" leftSection={<CheckCircle2 size={16} />} onClick={() => onStatus("done")}>Done</Button>
            : <Button variant="default" leftSection={<Inbox size={16} />} onClick={() => onStatus("open")}>{c.status === "snoozed" ? "Unsnooze" : "Reopen"}</Button>}
        </>}
        <ThreadMenu conversation={c} onUnread={onUnread} onBeside={onBeside} onGone={onBack} />
        <Tooltip label="About the contact (p)"><ActionIcon className="roomy" variant="subtle" color="gray" size={32} aria-label="About the contact" aria-pressed={besideShown} onClick={onBeside}><PanelRight size={16} /></ActionIcon></Tooltip>
      </div>
    </header>
  );
}

/** The contact; by their number where the title is their name. */
function Who({ conversation: c }: { conversation: Conversation }) {
  const name = c.contact_name || c.participants[0];
  const words = c.text && (c.text.theirs === name ? "Contact" : c.text.theirs);
  if (!c.contact) return words ? <span className="cut muted">{words}</span> : null;
  return <Link className="cut muted" to={`/a/${c.audience}/contacts/${c.contact}`}>{words ?? name}</Link>;
}
