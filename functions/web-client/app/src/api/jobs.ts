import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type View } from "../lib/view";
import { api, ok } from "./client";
import { hideRows, type Folder } from "./conversations";
import type { components } from "./schema";

export type Job = components["schemas"]["Job"];
export type BulkAction = components["schemas"]["BulkAction"];
export type JobResult = components["schemas"]["JobResult"];

/** What a bulk action is done to: conversations by their ids, or all of a list. */
export type Selected = { ids: string[] } | { folder: Folder; view: View };

const lookMs = 1_000;

/** Whether nothing more will happen. */
export function ended(job: Job): boolean {
  return job.state !== "queued" && job.state !== "running";
}

/** Does one thing to many conversations, as a job; moves: it takes them out of their list. */
export function useBulk(audience: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ of, action }: { of: Selected; action: BulkAction; moves: boolean }) =>
      ok(api.POST("/v1/audiences/{audience}/conversations/bulk", {
        params: { path: { audience }, header: { "Idempotency-Key": crypto.randomUUID() } },
        body: { action, ...("ids" in of ? { conversations: of.ids } : { filter: filterOf(of.folder, of.view) }) },
      })),
    onMutate: ({ of, moves }) => void ("ids" in of && moves && hideRows(queries, audience, of.ids)),
    onError: (_, { of }) => void ("ids" in of && hideRows(queries, audience, of.ids, false)),
  });
}

function filterOf(folder: Folder, { campaigns, automatic, ...narrow }: View): components["schemas"]["ConversationFilter"] {
  if (folder === "hidden") return { hidden: true };
  return { status: folder, ...narrow, ...(campaigns.length > 0 && { campaigns }), ...(automatic && { auto_replies: true }) };
}

/** How far a job is, looked at until it has ended. */
export function useJob(job: Job) {
  return useQuery({
    queryKey: ["job", job.id],
    initialData: job,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && ended(state.data) ? false : lookMs),
    queryFn: () => ok(api.GET("/v1/jobs/{job}", { params: { path: { job: job.id } } })),
  });
}

/** The audience's jobs of the last 30 days, newest first; looked at again while one runs. */
export function useJobs(audience: string) {
  return useInfiniteQuery({
    queryKey: ["jobs", audience],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/audiences/{audience}/jobs", { params: { path: { audience }, query: { cursor: pageParam } } })),
    refetchInterval: ({ state }) => (state.data?.pages.every((p) => p.jobs.every(ended)) ? false : lookMs),
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useCancelJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (job: string) => ok(api.POST("/v1/jobs/{job}/cancel", { params: { path: { job } } })),
    onSuccess: (job) => {
      queries.setQueryData(["job", job.id], job);
      void queries.invalidateQueries({ queryKey: ["jobs"] });
    },
  });
}

/** A link to the file that a job has exported. */
export function readExport(job: string) {
  return ok(api.GET("/v1/jobs/{job}/export", { params: { path: { job } } }));
}

/** What became of a job's items, page by page; looked at again while it runs. */
export function useJobResults(job: string, running = false) {
  return useInfiniteQuery({
    queryKey: ["job", job, "results"],
    staleTime: 0,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ok(api.GET("/v1/jobs/{job}/results", { params: { path: { job }, query: { cursor: pageParam, limit: 500 } } })),
    refetchInterval: running && lookMs,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Reads the lists anew after a job, and shows again what it hid but did not do. */
export function useSettleLists(audience: string) {
  const queries = useQueryClient();
  return async (hidden: string[]) => {
    await queries.invalidateQueries({ queryKey: ["conversations", audience] });
    hideRows(queries, audience, hidden, false);
    void queries.invalidateQueries({ queryKey: ["audience", audience] });
    void queries.invalidateQueries({ queryKey: ["notices"] });
  };
}
