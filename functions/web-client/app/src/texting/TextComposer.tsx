import { useQueryClient } from "@tanstack/react-query";
import { use, useRef, useState } from "react";
import { APIError } from "../api/client";
import { useMemberName } from "../api/people";
import { useSendReply } from "../api/sending";
import { useMeasure, type useTexting } from "../api/texting";
import type { TextingState, Thread } from "../api/types";
import { SendMenu, type Way } from "../composer/SendMenu";
import { Trouble } from "../composer/Trouble";
import { useSaySent } from "../composer/undo";
import { useFiles } from "../composer/useFiles";
import { Drafts } from "../lib/drafts";
import { useSaved } from "../saved/useSaved";
import { useShortcuts } from "../shell/useShortcuts";
import { TypingContext } from "../thread/typing";
import { Closed } from "./Closed";
import { Refusal } from "./Refusal";
import { firstWay, passing, SendText, type Bounds, type When } from "./SendText";
import { PictureButton, TextBox } from "./TextBox";
import { theirTime } from "./theirTime";

const drafts = new Drafts(localStorage);

/** What binds an answer, as far as it is known. */
function boundsOf(t: TextingState | undefined): Bounds {
  return { reason: t?.reason ?? "", next: t?.next_allowed_at, zones: t?.zones ?? [] };
}

/** The answer to a conversation by text: one field that is always there. */
export function TextComposer({ thread, texting, onNote }: { thread: Thread; texting: ReturnType<typeof useTexting>; onNote(): void }) {
  const { conversation } = thread;
  const state = texting.data;
  const bounds = boundsOf(state);
  const [draft, setDraft] = useState(() => drafts.load(conversation.id));
  const files = useFiles(conversation.audience);
  const measured = useMeasure(conversation.audience, draft.text).data;
  const input = useRef<HTMLTextAreaElement>(null);
  const typed = use(TypingContext);
  useShortcuts({ r: () => input.current?.focus(), a: () => input.current?.focus() });

  const keep = (next: typeof draft) => {
    setDraft(next);
    drafts.save(conversation.id, next);
  };
  const clear = () => {
    drafts.drop(conversation.id);
    setDraft(drafts.load(conversation.id));
    files.clear();
  };
  const write = (text: string) => { typed(); keep({ ...draft, text }); };
  const saved = useSaved({ channel: "sms", conversation: conversation.id, text: draft.text, onText: write, input });
  const sending = useSending(thread, bounds.zones, { ...draft, files, clear, newKey: () => keep({ ...draft, key: crypto.randomUUID() }) });
  const shut = !passing.has(bounds.reason);
  const way = state ? firstWay(bounds) : null;
  const unready = !state || shut || !!measured?.too_long;
  const blank = !draft.text.trim() && files.files.length === 0;

  return (
    <section className="composer" aria-label="Your answer" onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), input.current?.blur())}>
      {state && <Refusal thread={thread} state={state} />}
      {state?.reason && sending.error?.message !== state.detail && <Closed conversation={conversation} state={state} />}
      <TextBox text={draft.text} onText={write} saved={saved} label={`Text ${conversation.contact_name}`} measured={measured} files={files} disabled={shut}
        onSend={() => way && !unready && sending.send(way)} input={input}>
        {texting.isError && !state && <p className="banner danger" role="alert"><span>{texting.error.message}</span></p>}
        <Trouble error={sending.error} send={() => sending.send(sending.when)}>
          {sending.next && <button type="button" className="quiet" onClick={() => sending.send({ send_at: sending.next })}>Send at {theirTime(sending.next, bounds.zones)}</button>}
        </Trouble>
        {!shut && (
          <SendText bounds={bounds} busy={sending.busy} disabled={unready || blank} onSend={sending.send}>
            {way && <SendMenu disabled={unready || blank || sending.busy} later={false} onSend={(then) => sending.send({ ...way, ...then })} />}
            {state?.number.media && <PictureButton files={files} />}
            {saved.button}
            <span className="hint muted">{state?.allowed && <><kbd>Ctrl</kbd> <kbd>Enter</kbd> sends</>}</span>
            {!blank && <button type="button" className="quiet" onClick={clear}>Discard</button>}
          </SendText>
        )}
        <button type="button" className="quiet note-start" onClick={onNote}>Write a note</button>
      </TextBox>
    </section>
  );
}

interface Textlike {
  text: string;
  key: string;
  files: ReturnType<typeof useFiles>;
  clear(): void;
  newKey(): void;
}

/** Sends once however often it is asked to, and knows what went wrong. */
function useSending(thread: Thread, zones: string[], t: Textlike) {
  const reply = useSendReply(useMemberName());
  const say = useSaySent();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [when, setWhen] = useState<When & Way>({});
  const send = (when: When & Way) => {
    if (busy) return;
    if (!t.text.trim() && t.files.refs.length === 0) return setError(new Error("Write something first."));
    if (t.files.fault) return setError(new Error(t.files.fault));
    setWhen(when);
    setBusy(true);
    setError(null);
    reply(thread, t.key, { text: t.text, attachments: t.files.refs, ...when })
      .then((m) => {
        t.clear();
        say(m, t.text, m.delivery?.due ? `It leaves ${theirTime(m.delivery.due, zones)}` : "Your text is on its way");
      })
      .catch((e: Error) => {
        setError(e);
        if (e instanceof APIError && e.kind === "key_reused") t.newKey();
        void queries.invalidateQueries({ queryKey: ["texting", thread.conversation.id] });
      })
      .finally(() => setBusy(false));
  };
  return { busy, error, when, send, next: error instanceof APIError ? error.problem.next_allowed_at : undefined };
}
