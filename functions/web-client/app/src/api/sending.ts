import { useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import { keepConversation } from "./conversations";
import { asSeen } from "./seen";
import type { Address, FileRef, Thread } from "./types";

export interface Answering {
  key: string;
  text: string;
  all: boolean;
  cc: Address[];
  files: FileRef[];
  /** Send although a recipient bounced or complained before. */
  force: boolean;
}

/** Sends an answer to the conversation as the writer saw it; see asSeen. */
export function useSendReply(memberName: (id: string) => string) {
  const queries = useQueryClient();
  return async (thread: Thread, a: Answering): Promise<void> => {
    const { id } = thread.conversation;
    const { conversation, message } = await asSeen(queries, thread, memberName, (etag) =>
      ok(api.POST("/v1/conversations/{conversation}/replies", {
        params: { path: { conversation: id }, header: { "Idempotency-Key": a.key, "If-Match": etag } },
        body: { text: a.text, all: a.all && a.cc.length > 0, cc: a.cc, attachments: a.files, force: a.force },
      })));
    keepConversation(queries, conversation);
    queries.setQueryData<Thread>(["thread", id], (old) =>
      old && { ...old, messages: [...old.messages.filter((m) => m.id !== message.id), message] });
    void queries.invalidateQueries({ queryKey: ["thread", id] });
  };
}
