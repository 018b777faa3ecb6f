import { useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import { keepConversation, keepMessage, leaveLists } from "./conversations";
import { asSeen } from "./seen";
import type { Message, Reply, Thread } from "./types";

/** Sends an answer to the conversation as the writer saw it; see asSeen. */
export function useSendReply(memberName: (id: string) => string) {
  const queries = useQueryClient();
  return async (thread: Thread, key: string, body: Reply): Promise<Message> => {
    const { id } = thread.conversation;
    const { conversation, message } = await asSeen(queries, thread, memberName, (etag) =>
      ok(api.POST("/v1/conversations/{conversation}/replies", {
        params: { path: { conversation: id }, header: { "Idempotency-Key": key, "If-Match": etag } },
        body,
      })));
    (conversation.status === thread.conversation.status ? keepConversation : leaveLists)(queries, conversation);
    keepMessage(queries, message);
    return message;
  };
}
