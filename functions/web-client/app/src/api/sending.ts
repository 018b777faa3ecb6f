import { useQueryClient } from "@tanstack/react-query";
import { changesBetween, type Seen } from "../lib/conflict";
import { api, APIError, ok } from "./client";
import { keepConversation, readThread } from "./conversations";
import type { Address, FileRef, Message, Thread } from "./types";

export interface Answering {
  key: string;
  text: string;
  all: boolean;
  cc: Address[];
  files: FileRef[];
  /** Send although a recipient bounced or complained before. */
  force: boolean;
}

/** Something happened in the conversation that the writer has not seen. */
export class ChangedError extends Error {
  constructor(readonly changes: string[]) {
    super(`${changes.join(" ")} Your answer was not sent yet.`);
  }
}

function look(t: Thread): Seen {
  return { status: t.conversation.status, messages: t.messages };
}

function post(seen: Thread, a: Answering) {
  return ok(api.POST("/v1/conversations/{conversation}/replies", {
    params: {
      path: { conversation: seen.conversation.id },
      header: { "Idempotency-Key": a.key, "If-Match": `"${seen.conversation.rev}"` },
    },
    body: { text: a.text, all: a.all && a.cc.length > 0, cc: a.cc, attachments: a.files, force: a.force },
  }));
}

/**
 * Sends an answer to the conversation as the writer saw it. When it moved on
 * meanwhile, the answer goes out all the same if only bookkeeping changed; else
 * nothing is sent and a ChangedError says what the writer should look at first.
 */
export function useSendReply(memberName: (id: string) => string) {
  const queries = useQueryClient();
  return async (thread: Thread, a: Answering): Promise<void> => {
    let seen = thread;
    for (let attempt = 0; ; attempt++) {
      try {
        const sent = await post(seen, a);
        keepConversation(queries, sent.conversation);
        addMessage(sent.message);
        return;
      } catch (error) {
        if (!(error instanceof APIError && error.conflict) || attempt === 5) throw error;
        const fresh = await readThread(thread.conversation.id);
        queries.setQueryData(["thread", thread.conversation.id], fresh);
        const changes = changesBetween(look(seen), look(fresh), memberName);
        if (changes.length > 0) throw new ChangedError(changes);
        seen = fresh;
      }
    }
  };

  function addMessage(message: Message): void {
    queries.setQueryData<Thread>(["thread", message.conversation], (old) =>
      old && { ...old, messages: [...old.messages.filter((m) => m.id !== message.id), message] });
    void queries.invalidateQueries({ queryKey: ["thread", message.conversation] });
  }
}
