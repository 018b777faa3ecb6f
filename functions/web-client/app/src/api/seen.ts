import type { QueryClient } from "@tanstack/react-query";
import { changesBetween, type Seen } from "../lib/conflict";
import { api, APIError, ok } from "./client";
import type { Message, Thread } from "./types";

/** Something happened in the conversation that whoever acted has not seen. */
export class ChangedError extends Error {
  constructor(readonly changes: string[]) {
    super(changes.join(" "));
  }
}

// A conversation's version moves with its bookkeeping too: it was read, a
// delivery settled. That many such moves in a row are taken in stride.
const patience = 5;

/**
 * Does something to a conversation as it was seen. When it moved on meanwhile,
 * it is done all the same if only bookkeeping changed; else nothing is done, the
 * page shows the new state, and a ChangedError says what to look at first. What
 * counts as a change can be told otherwise.
 */
export async function asSeen<T>(
  queries: QueryClient, thread: Thread, memberName: (id: string) => string, act: (etag: string) => Promise<T>, changesOf = changesBetween,
): Promise<T> {
  let seen = thread;
  for (let attempt = 0; ; attempt++) {
    try {
      return await act(`"${seen.conversation.rev}"`);
    } catch (error) {
      if (!(error instanceof APIError && error.conflict) || attempt === patience) throw error;
      const fresh = await readThread(thread.conversation.id);
      queries.setQueryData(["thread", thread.conversation.id], fresh);
      const changes = changesOf(look(seen), look(fresh), memberName);
      if (changes.length > 0) throw new ChangedError(changes);
      seen = fresh;
    }
  }
}

function look(t: Thread): Seen {
  return { status: t.conversation.status, assignee: t.conversation.assignee, messages: t.messages };
}

/** Reads a conversation now; its messages oldest first. */
export async function readThread(conversation: string): Promise<Thread> {
  const thread = await ok(api.GET("/v1/conversations/{conversation}", { params: { path: { conversation } } }));
  return { ...thread, messages: byTime(thread.messages) };
}

/** Messages in the order in which they happened. */
export function byTime(messages: Message[]): Message[] {
  return messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
