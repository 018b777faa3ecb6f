import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import { leaveLists } from "./conversations";
import { useMemberName } from "./people";
import { asSeen } from "./seen";
import type { components } from "./schema";
import type { Thread } from "./types";

/** Until when a conversation shall be out of sight. */
export type SnoozeChoice = components["schemas"]["SnoozeChoice"];

/** What each preset means now, in a zone. */
export function useSnoozeOptions(zone: string) {
  return useQuery({
    queryKey: ["snooze options", zone],
    staleTime: 0,
    gcTime: 0, // an hour from now is another time each time it is asked
    queryFn: async () => (await ok(api.GET("/v1/snooze-options", { params: { query: { zone } } }))).options,
  });
}

/** Snoozes a conversation: as it was seen where it is or was open. */
export function useSnooze() {
  const queries = useQueryClient();
  const memberName = useMemberName();
  return useMutation({
    mutationFn: ({ conversation, choice }: { conversation: string; choice: SnoozeChoice }) => {
      const snooze = (etag?: string) =>
        ok(api.POST("/v1/conversations/{conversation}/snooze", {
          params: { path: { conversation }, header: etag ? { "If-Match": etag } : {} }, body: choice,
        }));
      const seen = queries.getQueryData<Thread>(["thread", conversation]);
      return seen ? asSeen(queries, seen, memberName, snooze) : snooze();
    },
    onSuccess: (conversation) => leaveLists(queries, conversation),
  });
}
