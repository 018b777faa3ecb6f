import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { once, seen, useChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";

export type SavedReply = components["schemas"]["SavedReply"];
type ReplyFields = Required<components["schemas"]["NewSavedReply"]>;

/** The audience's saved replies, by category and name. */
export function useSavedReplies(audience: string) {
  return useQuery({
    queryKey: ["saved replies", audience],
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/saved-replies", { params: { path: { audience } } }))).saved_replies,
  });
}

/** Saves a new reply, or another version of one if it is still as it was seen. */
export function useSaveReply(audience: string, reply: SavedReply | undefined) {
  return useChange([["saved replies", audience]], (body: ReplyFields) => ok(reply
    ? api.PATCH("/v1/saved-replies/{reply}", { params: { path: { reply: reply.id }, header: seen(reply) }, body })
    : api.POST("/v1/audiences/{audience}/saved-replies", { params: { path: { audience }, header: once() }, body })));
}

export function useDeleteReply(audience: string) {
  return useChange([["saved replies", audience]], (reply: string) => ok(api.DELETE("/v1/saved-replies/{reply}", { params: { path: { reply } } })));
}

/** A text as it would read in a conversation; with none given nothing is known of a contact. */
export function usePreview(audience: string, text: string, conversation: string) {
  return useQuery({
    queryKey: ["preview", audience, conversation, text],
    enabled: text.trim() !== "",
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.POST("/v1/audiences/{audience}/saved-replies/preview", {
      params: { path: { audience } }, body: { text, ...(conversation && { conversation }) }, signal,
    })),
  });
}

/** How a saved reply reads in a conversation; in none, as far as its writer and audience are known. */
export function previewOf(reply: SavedReply, conversation: string | undefined) {
  return queryOptions({
    queryKey: ["saved reply", reply.id, reply.rev, conversation],
    staleTime: 60_000,
    queryFn: () =>
      ok(api.POST("/v1/audiences/{audience}/saved-replies/preview", {
        params: { path: { audience: reply.audience } }, body: { text: reply.text, conversation },
      })),
  });
}

/** The newest conversations that are to do. */
export function useNewest(audience: string) {
  return useQuery({
    queryKey: ["newest", audience],
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/conversations", { params: { path: { audience }, query: { status: "open", limit: 10 } } }))).conversations,
  });
}
