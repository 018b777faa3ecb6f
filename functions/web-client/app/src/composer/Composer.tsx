import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import { TagsInput } from "@mantine/core";
import { CornerUpLeft, ReplyAll, StickyNote } from "lucide-react";
import { use, useEffect, useRef, useState } from "react";
import { APIError } from "../api/client";
import { useMemberName } from "../api/people";
import { useSendReply } from "../api/sending";
import type { Thread } from "../api/types";
import { Drafts } from "../lib/drafts";
import { formatMailbox, namesOf, parseMailbox } from "../lib/people";
import { dayAndClock } from "../lib/zones";
import { useShortcuts } from "../shell/useShortcuts";
import { TypingContext } from "../thread/typing";
import { SendMenu, type Way } from "./SendMenu";
import { Trouble } from "./Trouble";
import { useSaySent } from "./undo";
import { useFiles, type Files } from "./useFiles";
import { WritingBox } from "./WritingBox";

type Mode = "reply" | "all";

const drafts = new Drafts(localStorage);

/** The answer to a conversation: two buttons until somebody begins to write. */
export function Composer({ thread, onNote }: { thread: Thread; onNote(): void }) {
  const { conversation } = thread;
  const { answer } = conversation;
  const [mode, setMode] = useState<Mode | null>(() => (drafts.load(conversation.id).text ? "reply" : null));
  const files = useFiles(conversation.audience);
  const some = answer.to.length > 0;
  const open = (m: Mode) => some && setMode(m);
  useShortcuts({ r: () => open("reply"), a: () => open(answer.cc.length > 0 ? "all" : "reply") });
  const note = <button type="button" className="reply-start all" onClick={onNote}><StickyNote size={16} aria-hidden /> Note <kbd>n</kbd></button>;
  if (!some) return <div className="composer closed"><p className="viewer-note">Nobody to answer: only a machine has written here.</p>{note}</div>;
  if (mode === null) {
    const begun = drafts.load(conversation.id).text !== "" || files.files.length > 0;
    return (
      <div className="composer closed">
        <button type="button" className="reply-start" onClick={() => open("reply")}>
          <CornerUpLeft size={16} aria-hidden />
          <span className="cut">{begun ? "Go on with your answer to" : "Reply to"} {namesOf(answer.to)}</span> <kbd>r</kbd>
        </button>
        {answer.cc.length > 0 && (
          <button type="button" className="reply-start all" onClick={() => open("all")}>
            <ReplyAll size={16} aria-hidden /> Reply all <kbd>a</kbd>
          </button>
        )}
        {note}
      </div>
    );
  }
  return <Writing thread={thread} files={files} mode={mode} onMode={setMode} onClose={() => setMode(null)} />;
}

interface WritingProps {
  thread: Thread;
  files: Files;
  mode: Mode;
  onMode(mode: Mode): void;
  onClose(): void;
}

function Writing({ thread, files, mode, onMode, onClose }: WritingProps) {
  const { conversation } = thread;
  const { answer } = conversation;
  const [draft, setDraft] = useState(() => drafts.load(conversation.id));
  const input = useRef<HTMLTextAreaElement>(null);
  const typed = use(TypingContext);
  const [cc, setCc] = useState<string[]>([]);
  useEffect(() => {
    setCc(mode === "all" ? answer.cc.map(formatMailbox) : []);
    input.current?.focus();
    // Not again when a poll brings the answer anew: what was edited here stays.
  }, [mode]);

  const keep = (next: typeof draft) => {
    setDraft(next);
    drafts.save(conversation.id, next);
  };
  const close = () => {
    drafts.drop(conversation.id);
    files.clear();
    onClose();
  };
  const sending = useSending(thread, { draft, cc, all: mode === "all", files, close, newKey: () => keep({ ...draft, key: crypto.randomUUID() }) });

  return (
    <section className="composer" aria-label="Your answer" onKeyDown={(e) => e.key === "Escape" && !e.defaultPrevented && (e.stopPropagation(), leave(onClose))}>
      <Recipients thread={thread} mode={mode} onMode={onMode} cc={cc} onCc={setCc} />
      {answer.redirected && (
        <p className="banner warn">This answer goes to {answer.to.map((a) => a.address).join(", ")}: the mail asked for answers there (Reply-To), not at its sender's address.</p>
      )}
      <WritingBox text={draft.text} onText={(text) => { typed(); keep({ ...draft, text }); }} files={files} sending={sending.busy} label="Your answer"
        onSend={() => sending.send()} onDiscard={close} input={input} conversation={conversation.id}
        more={<SendMenu disabled={sending.busy} later onSend={(way) => sending.send(way)} />}>
        <Trouble error={sending.error} send={(force) => sending.send(sending.way, force)} />
      </WritingBox>
    </section>
  );
}

/** Leaves the box but keeps what was typed; the keys work again. */
function leave(onClose: () => void): void {
  (document.activeElement as HTMLElement | null)?.blur();
  onClose();
}

function Recipients({ thread, mode, onMode, cc, onCc }: { thread: Thread; mode: Mode; onMode(m: Mode): void; cc: string[]; onCc(cc: string[]): void }) {
  const { answer } = thread.conversation;
  return (
    <div className="recipients">
      <div className="recipient-line">
        <span className="muted">To</span>
        <span className="cut">{answer.to.map(formatMailbox).join(", ")}</span>
        {answer.cc.length > 0 && (
          <button type="button" className="quiet" onClick={() => onMode(mode === "all" ? "reply" : "all")}>
            {mode === "all" ? "Reply to sender only" : "Reply to all"}
          </button>
        )}
      </div>
      <div className="recipient-line">
        <span className="muted" aria-hidden>Cc</span>
        <TagsInput variant="unstyled" size="sm" aria-label="Cc" className="cc" value={cc} onChange={onCc} splitChars={[",", ";"]} acceptValueOnBlur
          placeholder={cc.length === 0 ? "Add people" : ""} error={cc.some((c) => !parseMailbox(c)) ? "This is not an email address." : null} />
      </div>
    </div>
  );
}

interface Draftlike {
  draft: { text: string; key: string };
  cc: string[];
  all: boolean;
  files: Files;
  close(): void;
  newKey(): void;
}

/** Sends once however often it is asked to, and knows what went wrong. */
function useSending(thread: Thread, d: Draftlike) {
  const memberName = useMemberName();
  const reply = useSendReply(memberName);
  const say = useSaySent();
  const [way, setWay] = useState<Way>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const send = (way: Way = {}, force = false) => {
    if (busy) return;
    const cc = d.cc.map(parseMailbox);
    if (!d.draft.text.trim()) return setError(new Error("Write something first."));
    if (cc.includes(null)) return setError(new Error("One of the Cc entries is not an email address."));
    if (d.files.fault) return setError(new Error(d.files.fault));
    setWay(way);
    setBusy(true);
    setError(null);
    const everybody = cc.filter((m) => m !== null);
    reply(thread, d.draft.key, { text: d.draft.text, all: d.all && everybody.length > 0, cc: everybody, attachments: d.files.refs, force, ...way })
      .then((m) => { d.close(); say(m, d.draft.text, m.delivery?.state === "scheduled" ? `It leaves ${dayAndClock(new Date(m.at), "")}` : "Your answer is on its way"); })
      .catch((e: Error) => {
        setBusy(false);
        setError(e);
        if (e instanceof APIError && e.kind === "key_reused") d.newKey();
      });
  };
  return { busy, error, way, send };
}
