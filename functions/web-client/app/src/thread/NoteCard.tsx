import { StickyNote } from "lucide-react";
import { useMemberName } from "../api/people";
import type { Message } from "../api/types";
import { useDeleteNote } from "../api/work";
import { fullTime, messageTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { PlainText } from "./PlainText";

/** What a member wrote for the team. */
export function NoteCard({ message: m }: { message: Message }) {
  const { me, mayAnswer } = usePlace();
  const author = useMemberName()(m.author);
  const remove = useDeleteNote();
  const toast = useToast();
  return (
    <article className="entry note" aria-label={`Note of ${author}, ${messageTime(m.at)}`}>
      <header>
        <StickyNote size={14} aria-hidden /> <strong>{author}</strong> <span className="muted">left a note ·</span>
        <time className="muted" dateTime={m.at} title={fullTime(m.at)}>{messageTime(m.at)}</time>
        {mayAnswer && m.author === me.member.id && (
          <button type="button" className="quiet" disabled={remove.isPending}
            onClick={() => remove.mutate({ conversation: m.conversation, message: m.id }, { onError: (e) => toast({ text: e.message, tone: "error" }) })}>Delete</button>
        )}
      </header>
      <PlainText text={m.text} links />
    </article>
  );
}
