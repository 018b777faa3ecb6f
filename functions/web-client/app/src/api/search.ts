import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { contactQuery } from "./people";
import { api, ok } from "./client";
import type { components } from "./schema";
import type { ContactRow } from "./types";

export type Found = components["schemas"]["SearchResult"];

/** Messages and notes with all the words, newest first; behind the one whose conversation has them as its reference. */
export function useFoundMessages(audience: string, q: string, hidden: boolean) {
  return useInfiniteQuery({
    queryKey: ["search", audience, q, hidden],
    enabled: q !== "",
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/v1/audiences/{audience}/search", {
        params: { path: { audience }, query: { q, hidden: hidden || undefined, cursor: pageParam, limit: 25 } }, signal,
      })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

const mostContacts = 20;

/**
 * Contacts of whom any part is as given. The index knows of them a minute or two
 * after they came; by how their name, address or number begins they are found at
 * once.
 */
export function useFoundContacts(audience: string, q: string) {
  return useQuery({
    queryKey: ["contacts", audience, "found", q],
    enabled: q !== "",
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const find = (query: object) =>
        ok(api.GET("/v1/audiences/{audience}/contacts", { params: { path: { audience }, query: { ...query, limit: mostContacts } }, signal }));
      const [begin, part] = await Promise.all([find(contactQuery(q)), find({ q })]);
      const both = new Map<string, ContactRow>([...begin.contacts, ...part.contacts].map((c) => [c.id, c]));
      return [...both.values()].slice(0, mostContacts);
    },
  });
}
