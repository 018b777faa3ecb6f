import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import { useMemberName } from "./people";
import { asSeen, readThread } from "./seen";
import type { Conversation, Thread } from "./types";

interface Sorting {
  conversation: string;
  /** Makes repeating safe. */
  key: string;
}

/** Makes another conversation a part of this one, as it was seen. */
export function useMergeConversations() {
  return useSorting(({ conversation, key, from }: Sorting & { from: string }, etag) =>
    ok(api.POST("/v1/conversations/{conversation}/merge", {
      params: { path: { conversation }, header: { "Idempotency-Key": key, "If-Match": etag } }, body: { from },
    })));
}

/** Takes a message out of the conversation, as it was seen, into one of its own. */
export function useSplitMessage() {
  return useSorting(({ conversation, key, message }: Sorting & { message: string }, etag) =>
    ok(api.POST("/v1/conversations/{conversation}/messages/{message}/split", {
      params: { path: { conversation, message }, header: { "Idempotency-Key": key, "If-Match": etag } },
    })));
}

function useSorting<T extends Sorting>(act: (input: T, etag: string) => Promise<Conversation>) {
  const queries = useQueryClient();
  const memberName = useMemberName();
  return useMutation({
    mutationFn: async (input: T) => {
      const seen = queries.getQueryData<Thread>(["thread", input.conversation]) ?? await readThread(input.conversation);
      return asSeen(queries, seen, memberName, (etag) => act(input, etag));
    },
    onSuccess: () => {
      for (const queryKey of [["thread"], ["conversations"], ["contact"]]) void queries.invalidateQueries({ queryKey });
      queries.removeQueries({ queryKey: ["earlier"] }); // its pages begin elsewhere now
    },
  });
}
