import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { once, useChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";

export type Key = components["schemas"]["Key"];
export type NewKey = components["schemas"]["NewKey"];
export type AuditEntry = components["schemas"]["AuditEntry"];

/** The account's API keys, newest first; revoked and expired ones too. */
export function useKeys() {
  return useQuery({ queryKey: ["keys"], queryFn: async () => (await ok(api.GET("/v1/keys"))).keys });
}

/** Makes a key; its secret is in this answer alone. The list of members names keys as authors. */
export function useCreateKey() {
  return useChange([["keys"], ["members"]], (body: NewKey) => ok(api.POST("/v1/keys", { params: { header: once() }, body })));
}

export function useRevokeKey() {
  return useChange([["keys"]], (key: string) => ok(api.DELETE("/v1/keys/{key}", { params: { path: { key } } })));
}

/** Who did what that took more than an agent's right, newest first; of one audience, or with "" of all. */
export function useAudit(audience: string) {
  return useInfiniteQuery({
    queryKey: ["audit", audience],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/audit", { params: { query: { audience: audience || undefined, cursor: pageParam, limit: 50 } } })),
    getNextPageParam: (page) => page.next_cursor,
  });
}
