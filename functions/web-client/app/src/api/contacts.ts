import { useInfiniteQuery, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api, ok } from "./client";
import type { components } from "./schema";
import type { Contact } from "./types";

export type ActivityEntry = components["schemas"]["ActivityEntry"];
export type Order = components["schemas"]["Order"];
type Merged = components["schemas"]["MergedContact"];

/** What happened with a contact, newest first; only of some kinds where they are named, with commas between them. */
export function useContactActivity(contact: string, kind: string, limit = 25) {
  return useInfiniteQuery({
    queryKey: ["contact", contact, "activity", kind, limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(api.GET("/v1/contacts/{contact}/activity", {
        params: { path: { contact }, query: { ...(kind && { kind }), cursor: pageParam, limit } },
      })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** A contact's orders, the one placed last first. */
export function useOrders(contact: string, limit: number) {
  return useInfiniteQuery({
    queryKey: ["contact", contact, "orders", limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(api.GET("/v1/contacts/{contact}/orders", { params: { path: { contact }, query: { cursor: pageParam, limit } } })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Makes one contact of two, as they were seen: from becomes a part of into. */
export function useMergeContacts() {
  return useRearrange(({ into, from, key }: { into: Contact; from: Contact; key: string }) =>
    ok(api.POST("/v1/contacts/{contact}/merge", {
      params: { path: { contact: into.id }, header: { "Idempotency-Key": key, "If-Match": `"${into.rev}"` } },
      body: { from: from.id, from_rev: from.rev },
    })));
}

/** Takes a contact out again that was merged into another. */
export function useUnmergeContacts() {
  return useRearrange(({ into, from, key }: { into: string; from: string; key: string }) =>
    ok(api.POST("/v1/contacts/{contact}/unmerge", {
      params: { path: { contact: into }, header: { "Idempotency-Key": key } }, body: { from },
    })));
}

function useRearrange<T>(mutationFn: (input: T) => Promise<Merged>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => forgetPeople(queries) });
}

/** Has everything read anew that tells of contacts, and of whose the conversations are. */
function forgetPeople(queries: QueryClient): void {
  for (const queryKey of [["contact"], ["contacts"], ["thread"], ["conversations"]]) void queries.invalidateQueries({ queryKey });
}
