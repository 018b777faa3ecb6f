import { useInfiniteQuery } from "@tanstack/react-query";
import { rests } from "../lib/checks";
import { once, useChange } from "./change";
import { api, ok } from "./client";
import { ended } from "./jobs";

const lookMs = 1_000;
const restingLookMs = 15_000;

/** The checks of the last 30 days, newest first; looked at again while one has not ended. */
export function useChecks() {
  return useInfiniteQuery({
    queryKey: ["jobs", "checks"],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/consistency-checks", { params: { query: { cursor: pageParam } } })),
    refetchInterval: ({ state }) => {
      const going = state.data?.pages.flatMap((p) => p.jobs).filter((j) => !ended(j)) ?? [];
      return going.length > 0 && (going.every(rests) ? restingLookMs : lookMs);
    },
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Starts a check of an audience, or with "" of all. */
export function useStartCheck() {
  return useChange([["jobs", "checks"]], (audience: string) =>
    ok(api.POST("/v1/consistency-checks", { params: { header: once() }, body: { audience: audience || undefined } })));
}
