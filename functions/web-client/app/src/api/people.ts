import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, ok } from "./client";
import type { Contact, Me } from "./types";

/** Who is signed in, with their audiences. Accepts an invitation on the way. */
export function useMe(enabled: boolean) {
  return useQuery({
    queryKey: ["me"],
    enabled,
    staleTime: 60_000,
    queryFn: async (): Promise<Me> => {
      const { data, response } = await api.GET("/v1/me");
      // Not a member yet: the first sign-in takes up the invitation.
      return response.status === 403 ? ok(api.POST("/v1/me")) : ok(Promise.resolve({ data, error: undefined, response }));
    },
  });
}

/** The audience with its number of unread conversations. */
export function useAudienceStatus(audience: string) {
  return useQuery({
    queryKey: ["audience", audience],
    queryFn: () => ok(api.GET("/v1/audiences/{audience}", { params: { path: { audience } } })),
  });
}

export function useMembers() {
  return useQuery({ queryKey: ["members"], staleTime: 120_000, queryFn: () => ok(api.GET("/v1/members")) });
}

// Whom the list of members was read again for: once tells who has left.
const lookedFor = new Set<string>();

/**
 * A function that names a member, or an API key, by its id as an author. For one
 * who is not known the list is read again: they may have joined a moment ago.
 */
export function useMemberName(): (id: string) => string {
  const queries = useQueryClient();
  const { data } = useMembers();
  const strangers = useRef(new Set<string>());
  useEffect(() => {
    const fresh = [...strangers.current].filter((id) => !lookedFor.has(id));
    strangers.current.clear();
    for (const id of fresh) lookedFor.add(id);
    if (fresh.length > 0) void queries.invalidateQueries({ queryKey: ["members"] });
  });
  return (id) => {
    const m = data?.members.find((m) => m.id === id);
    const known = m?.name || m?.email || data?.keys.find((k) => k.id === id)?.name;
    if (data && !known && id) strangers.current.add(id);
    return known ?? "A former member";
  };
}

/** By what contacts are found, judged from what was typed. */
export function contactQuery(text: string): { name?: string; email?: string; phone?: string } {
  const t = text.trim();
  if (!t) return {};
  if (t.includes("@")) return { email: t };
  if (/^\+?[\d\s().-]+$/.test(t)) return { phone: t.replace(/[^\d+]/g, "") };
  return { name: t };
}

export function useContacts(audience: string, text: string, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["contacts", audience, text.trim()],
    enabled,
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      ok(api.GET("/v1/audiences/{audience}/contacts", {
        params: { path: { audience }, query: { ...contactQuery(text), cursor: pageParam, limit: 50 } },
      })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useContact(contact: string) {
  return useQuery({
    queryKey: ["contact", contact],
    enabled: contact !== "",
    queryFn: () => ok(api.GET("/v1/contacts/{contact}", { params: { path: { contact } } })),
  });
}

/** A contact's conversations whatever their status, newest first. */
export function useContactConversations(contact: string, limit = 10) {
  return useInfiniteQuery({
    queryKey: ["contact", contact, "conversations", limit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/contacts/{contact}/conversations", { params: { path: { contact }, query: { cursor: pageParam, limit } } })),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export interface ContactFields {
  name?: string;
  emails?: string[];
  phones?: string[];
  time_zone?: string;
  location?: Contact["location"];
  attributes?: Record<string, string>;
  blocked?: boolean;
}

/** Changes a contact, if it is still as it was seen. */
export function useEditContact(contact: Contact | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ContactFields) =>
      ok(api.PATCH("/v1/contacts/{contact}", {
        params: { path: { contact: contact!.id }, header: { "If-Match": `"${contact!.rev}"` } },
        body,
      })),
    onSettled: (_contact, _error, body) => {
      void queries.invalidateQueries({ queryKey: ["contact", contact?.id] });
      void queries.invalidateQueries({ queryKey: ["contacts"] });
      // Blocking moves conversations: what lists showed of them is no longer so.
      if (body.blocked !== undefined) void queries.resetQueries({ queryKey: ["conversations"] });
    },
  });
}

export function useCreateContact(audience: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: ContactFields & { key: string }) =>
      ok(api.POST("/v1/audiences/{audience}/contacts", {
        params: { path: { audience }, header: { "Idempotency-Key": key } },
        body,
      })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["contacts", audience] }),
  });
}

export function useLiftSuppression(contact: Contact) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (address: string) =>
      ok(api.DELETE("/v1/audiences/{audience}/suppressions/{address}", {
        params: { path: { audience: contact.audience, address } },
      })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["contact", contact.id] }),
  });
}
