import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { once, seen, useChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";

export type Webhook = components["schemas"]["Webhook"];
export type HookDelivery = components["schemas"]["HookDelivery"];
type EditedWebhook = components["schemas"]["EditedWebhook"];

/** The audience's webhooks, the oldest first. */
export function useWebhooks(audience: string) {
  return useQuery({
    queryKey: ["webhooks", audience],
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/webhooks", { params: { path: { audience } } }))).webhooks,
  });
}

/** Makes a webhook; its secret is in this answer alone. */
export function useCreateWebhook(audience: string) {
  return useChange([["webhooks", audience]], (body: { url: string; events: string[] }) =>
    ok(api.POST("/v1/audiences/{audience}/webhooks", { params: { path: { audience }, header: once() }, body })));
}

/** Changes a webhook, if it is still as it was seen. */
export function useEditWebhook(audience: string, w: Webhook) {
  return useChange([["webhooks", audience]], (body: EditedWebhook) =>
    ok(api.PATCH("/v1/audiences/{audience}/webhooks/{webhook}", { params: { path: { audience, webhook: w.id }, header: seen(w) }, body })));
}

/** Gives a webhook another secret, which is in this answer alone. */
export function useRotateWebhook(audience: string, w: Webhook) {
  return useChange([["webhooks", audience]], () =>
    ok(api.POST("/v1/audiences/{audience}/webhooks/{webhook}/secret", { params: { path: { audience, webhook: w.id }, header: { ...seen(w), ...once() } } })));
}

export function useDeleteWebhook(audience: string, w: Webhook) {
  return useChange([["webhooks", audience]], () =>
    ok(api.DELETE("/v1/audiences/{audience}/webhooks/{webhook}", { params: { path: { audience, webhook: w.id } } })));
}

const lookAgainMs = 5_000;

/** What a webhook was told, newest first, kept fresh. */
export function useDeliveries(audience: string, webhook: string) {
  return useInfiniteQuery({
    queryKey: ["deliveries", webhook],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/audiences/{audience}/webhooks/{webhook}/deliveries", { params: { path: { audience, webhook }, query: { cursor: pageParam } } })),
    refetchInterval: lookAgainMs,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Has a webhook told of a test, or again of what it was told. */
export function useTell(audience: string, webhook: string) {
  const queries = useQueryClient();
  return useChange([["deliveries", webhook]], async (delivery: string | undefined) => {
    const header = once();
    await ok(delivery === undefined
      ? api.POST("/v1/audiences/{audience}/webhooks/{webhook}/test", { params: { path: { audience, webhook }, header } })
      : api.POST("/v1/audiences/{audience}/webhooks/{webhook}/deliveries/{delivery}/replay", { params: { path: { audience, webhook, delivery }, header } }));
    await queries.invalidateQueries({ queryKey: ["webhooks", audience] });
  });
}
