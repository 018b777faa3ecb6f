import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import { assignedBetween } from "../lib/conflict";
import { keepConversation, keepMessage } from "./conversations";
import type { components } from "./schema";
import { asSeen } from "./seen";
import type { Conversation, Thread } from "./types";

export type Label = components["schemas"]["Label"];
export type Team = components["schemas"]["Team"];

const rarely = 120_000;

/** The audience's labels, by name. */
export function useLabels(audience: string) {
  return useQuery({
    queryKey: ["labels", audience],
    staleTime: rarely,
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/labels", { params: { path: { audience } } }))).labels,
  });
}

/** The audience's teams, by name. */
export function useTeams(audience: string) {
  return useQuery({
    queryKey: ["teams", audience],
    staleTime: rarely,
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/teams", { params: { path: { audience } } }))).teams,
  });
}

/**
 * Assigns a conversation to a member, a team, or with "" to nobody, unless somebody
 * else has given it to another since it was seen.
 */
export function useAssign(nameOf: (id: string) => string) {
  const queries = useQueryClient();
  return useChange((conversation: string, assignee: string) => {
    const give = (etag?: string) =>
      ok(api.POST("/v1/conversations/{conversation}/assignee", {
        params: { path: { conversation }, header: etag ? { "If-Match": etag } : {} }, body: { assignee },
      }));
    const seen = queries.getQueryData<Thread>(["thread", conversation]);
    return seen ? asSeen(queries, seen, nameOf, give, assignedBetween) : give();
  });
}

/** Gives a conversation a label, or takes it away. */
export function useSetLabel() {
  return useChange((conversation: string, { label, on }: { label: string; on: boolean }) =>
    ok(api.POST("/v1/conversations/{conversation}/labels", {
      params: { path: { conversation } }, body: on ? { add: [label] } : { remove: [label] },
    })));
}

function useChange<T>(act: (conversation: string, to: T) => Promise<Conversation>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ conversation, to }: { conversation: string; to: T }) => act(conversation, to),
    onSuccess: (conversation) => {
      keepConversation(queries, conversation);
      // The thread shows the change as an event.
      void queries.invalidateQueries({ queryKey: ["thread", conversation.id] });
    },
  });
}

/** Writes a note into a conversation: for the team alone. */
export function useAddNote() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ conversation, key, text, mentions }: { conversation: string; key: string; text: string; mentions: string[] }) =>
      ok(api.POST("/v1/conversations/{conversation}/notes", {
        params: { path: { conversation }, header: { "Idempotency-Key": key } }, body: { text, mentions },
      })),
    onSuccess: (note) => keepMessage(queries, note),
  });
}

/** Deletes a note of one's own. */
export function useDeleteNote() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ conversation, message }: { conversation: string; message: string }) => {
      await ok(api.DELETE("/v1/conversations/{conversation}/notes/{message}", { params: { path: { conversation, message } } }));
      await queries.invalidateQueries({ queryKey: ["thread", conversation] });
    },
  });
}

/** What has sent to the audience's contacts and may be answered, newest first; read once it is wanted. */
export function useCampaigns(audience: string, wanted: boolean) {
  return useQuery({
    queryKey: ["campaigns", audience],
    enabled: wanted,
    staleTime: rarely,
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/campaigns", { params: { path: { audience }, query: { limit: 100 } } }))).campaigns,
  });
}
