import { useMarkUnread, useSetStatus } from "../api/conversations";
import { ChangedError } from "../api/seen";
import { useSnooze, type SnoozeChoice } from "../api/snooze";
import type { ConversationRow, Status } from "../api/types";
import { wallTime } from "../lib/zones";
import { useToast } from "../shell/toasts";

const said: Record<Status, string> = { open: "Back to do", done: "Marked as done", trash: "Moved to the trash" };

/**
 * What an agent does to one conversation, each with a way back to how it was
 * before. onLeave is told of what takes it out of its list.
 */
export function useActions(conversation: string, before: ConversationRow | undefined, onLeave: () => void) {
  const toast = useToast();
  const status = useSetStatus();
  const sleep = useSnooze();
  const unread = useMarkUnread();
  const failed = (error: Error) =>
    toast({ text: error instanceof ChangedError ? `${error.message} Nothing was changed.` : error.message, tone: "error" });
  const back = () => before?.status === "snoozed"
    ? sleep.mutate({ conversation, choice: sameAgain(before) }, { onError: failed })
    : status.mutate({ conversation, status: before?.status ?? "open" }, { onError: failed });
  const answers = (text: string) => ({ onSuccess: () => toast({ text, action: { label: "Undo", run: back } }), onError: failed });
  return {
    setStatus: (to: Status) => {
      if (!conversation) return;
      onLeave();
      status.mutate({ conversation, status: to }, answers(said[to]));
    },
    snooze: (choice: SnoozeChoice) => {
      if (before?.status !== "snoozed") onLeave();
      sleep.mutate({ conversation, choice }, answers("Snoozed"));
    },
    markUnread: () => conversation && unread.mutate(conversation, { onError: failed }),
  };
}

/** The choice that snoozes a conversation as it was snoozed before. */
function sameAgain({ snoozed_until: until }: ConversationRow): SnoozeChoice {
  if (!until) return { preset: "until_reply" };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { preset: "custom", zone, wall: wallTime(new Date(until), zone) };
}
