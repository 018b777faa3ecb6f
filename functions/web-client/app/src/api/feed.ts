import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Heard, listsBy, staleBy, type Told } from "../lib/feed";
import { api, APIError, ok } from "./client";
import { dropMoved } from "./conversations";

const lookMs = 3_000;

interface Listening {
  cursor?: string;
  heard: Heard;
  /** The last look brought news. */
  stirred: boolean;
}

/**
 * Listens to the audience's change feed while the page is in view, and has what
 * changed read again: nothing else on the page asks by itself what is new. Tells
 * whether the feed cannot be heard.
 */
export function useFeed(audience: string): boolean {
  const queries = useQueryClient();
  const listening = useRef<Listening>({ heard: new Heard(), stirred: false });
  const { isError } = useQuery({
    queryKey: ["changes", audience],
    refetchInterval: lookMs,
    staleTime: 0,
    gcTime: 0, // who listens anew has read everything anew
    queryFn: async () => {
      await listen(queries, audience, listening.current);
      return null;
    },
  });
  return isError;
}

async function listen(queries: QueryClient, audience: string, l: Listening): Promise<void> {
  const told: Told[] = [];
  try {
    for (let more = true; more;) {
      const answer = await ok(api.GET("/v1/audiences/{audience}/changes", { params: { path: { audience }, query: { cursor: l.cursor } } }));
      told.push(...answer.changes);
      ({ cursor: l.cursor, more } = answer);
    }
  } catch (error) {
    if (!(error instanceof APIError && error.status === 410)) throw error;
    l.cursor = undefined; // away for too long: everything is old
    await queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "changes" });
    return;
  }
  const news = l.heard.news(told);
  // Lists and the count follow the same stream as the feed, perhaps after it: the
  // look after the news makes sure of them.
  if (news.length > 0 || l.stirred) {
    void queries.invalidateQueries({ queryKey: ["newest", "conversations", audience] });
    void queries.invalidateQueries({ queryKey: ["audience", audience] });
  }
  const lists = listsBy(news);
  if (lists.size > 0) dropMoved(queries, audience, lists);
  l.stirred = news.length > 0;
  readAgain(queries, news);
}

function readAgain(queries: QueryClient, news: Told[]): void {
  const { threads, contacts, directory, notices } = staleBy(news);
  for (const id of threads) void queries.invalidateQueries({ queryKey: ["thread", id] });
  for (const id of contacts) void queries.invalidateQueries({ queryKey: ["contact", id] });
  if (notices) void queries.invalidateQueries({ queryKey: ["notices"] });
  if (directory) void queries.invalidateQueries({ queryKey: ["contacts"] });
}
