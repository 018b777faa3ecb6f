import { useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import { readThread } from "./seen";
import type { components } from "./schema";
import type { Conversation } from "./types";

export type Notice = components["schemas"]["Notice"];

// What the feed tells of here is looked for at once; this is for other audiences.
const lookMs = 60_000;

/** How many notices the member has not seen. */
export function useUnseen(): number {
  const { data } = useQuery({
    queryKey: ["notices", "unseen"],
    refetchInterval: lookMs,
    queryFn: async () => (await ok(api.GET("/v1/me/notices", { params: { query: { limit: 0 } } }))).unseen,
  });
  return data ?? 0;
}

/** What the member was told of, newest first. */
export function useNotices() {
  return useInfiniteQuery({
    queryKey: ["notices", "list"],
    initialPageParam: undefined as string | undefined,
    staleTime: 0,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/me/notices", { params: { query: { cursor: pageParam, limit: 25 } } })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Marks a notice seen, and all that are older. */
export function useSeeNotices() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (up_to: string) => ok(api.POST("/v1/me/notices/seen", { body: { up_to } })),
    onSuccess: ({ unseen }) => {
      queries.setQueryData(["notices", "unseen"], unseen);
      void queries.invalidateQueries({ queryKey: ["notices", "list"] });
    },
  });
}

/** The conversations of these ids, as far as they are known by now; they are then open at once. */
export function useConversationsOf(ids: string[]): Map<string, Conversation> {
  const found = useQueries({ queries: ids.map((id) => ({ queryKey: ["thread", id], staleTime: 30_000, queryFn: () => readThread(id) })) });
  return new Map(found.flatMap(({ data }) => (data ? [[data.conversation.id, data.conversation]] : [])));
}
