import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { mergeNewest, type Page } from "../lib/merge";
import { searchOf, type View } from "../lib/view";
import { api, follow, ok } from "./client";
import { useMemberName } from "./people";
import { asSeen, byTime, readThread } from "./seen";
import type { Body, Conversation, ConversationRow, Fact, Message, Status, Thread } from "./types";

/** A list of the inbox: a status, or what is kept out of it. */
export type Folder = "open" | "snoozed" | "done" | "trash" | "hidden";

// While an answer is on its way out, whoever sent it is looking.
const sendingPollMs = 1000;

type RowPage = Page<ConversationRow>;
type RowPages = InfiniteData<RowPage, string | undefined>;

async function readPage(audience: string, folder: Folder, view: View, cursor?: string): Promise<RowPage> {
  const { campaigns, automatic, ...narrow } = view;
  const query = {
    ...(folder === "hidden" ? { hidden: true } : { status: folder, ...narrow }),
    ...(campaigns.length > 0 && { campaign: campaigns }),
    ...(automatic && { auto_replies: true }),
    cursor,
    limit: 25,
  };
  const page = await ok(api.GET("/v1/audiences/{audience}/conversations", { params: { path: { audience }, query } }));
  return { rows: page.conversations, next: page.next_cursor ?? null };
}

/**
 * A list of conversations, newest first; the one that is kept out of the inbox
 * cannot be narrowed. When something changed, its first page is read again and
 * merged into what was read before. Pages of a narrowed list have no certain
 * length, so that nothing tells where they would meet: all are read again.
 */
export function useConversations(audience: string, folder: Folder, view: View) {
  const queries = useQueryClient();
  const search = searchOf(view);
  const queryKey = useMemo(() => ["conversations", audience, folder, search], [audience, folder, search]);
  const list = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    staleTime: Infinity,
    queryFn: ({ pageParam }) => readPage(audience, folder, view, pageParam),
    getNextPageParam: (page: RowPage) => page.next ?? undefined,
  });
  useQuery({
    queryKey: ["newest", ...queryKey],
    enabled: list.isSuccess,
    initialData: null, // the list itself
    staleTime: Infinity,
    queryFn: async () => {
      if (search) await queries.invalidateQueries({ queryKey, exact: true });
      else {
        const fresh = await readPage(audience, folder, view);
        queries.setQueryData<RowPages>(queryKey, (old) => old && merged(old, fresh));
      }
      return null;
    },
  });
  const leaving = useQuery({ queryKey: leavingKey(audience), queryFn: () => none, initialData: none, enabled: false }).data;
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows).filter((r) => !leaving.has(r.id)) ?? [], [list.data, leaving]);
  return { ...list, rows, read: list.data?.pages.length ?? 0 };
}

const none: ReadonlySet<string> = new Set();
const leavingKey = (audience: string) => ["leaving", audience];

/** Takes rows out of sight while a job is about to move them away, or shows them again. */
export function hideRows(queries: QueryClient, audience: string, ids: string[], hide = true): void {
  queries.setQueryData<ReadonlySet<string>>(leavingKey(audience), (old = none) =>
    new Set(hide ? [...old, ...ids] : [...old].filter((id) => !ids.includes(id))));
}

function merged(old: RowPages, fresh: RowPage): RowPages {
  const pages = mergeNewest(old.pages, fresh);
  return { pages, pageParams: old.pageParams.slice(0, pages.length) };
}

const leaving: ReadonlySet<string | undefined> = new Set(["queued", "sending"]);

/** A conversation with its newest messages, oldest first. */
export function useThread(conversation: string) {
  return useQuery({
    queryKey: ["thread", conversation],
    refetchInterval: ({ state }) => (state.data?.messages.some((m) => leaving.has(m.delivery?.state)) ? sendingPollMs : false),
    staleTime: 2000,
    queryFn: () => readThread(conversation),
  });
}

/** The pages before the newest one; each is read when asked for, and stays. */
export function useEarlierMessages(conversation: string, cursor: string | undefined) {
  const earlier = useInfiniteQuery({
    queryKey: ["earlier", conversation],
    enabled: false,
    staleTime: Infinity,
    initialPageParam: cursor,
    queryFn: ({ pageParam }) =>
      ok(api.GET("/v1/conversations/{conversation}/messages", { params: { path: { conversation }, query: { cursor: pageParam } } })),
    getNextPageParam: (page) => page.next_cursor,
  });
  const messages = useMemo(() => byTime(earlier.data?.pages.flatMap((p) => p.messages) ?? []), [earlier.data]);
  const more = earlier.data ? earlier.hasNextPage : cursor !== undefined;
  const readMore = () => void (earlier.data ? earlier.fetchNextPage() : earlier.refetch());
  return { messages, more, readMore, reading: earlier.isFetching };
}

export function useBody(message: Message, enabled: boolean) {
  return useQuery({
    queryKey: ["body", message.conversation, message.id],
    enabled,
    staleTime: Infinity,
    queryFn: () => follow<Body>(message.links.body),
  });
}

export function useFacts(message: Message | null) {
  return useQuery({
    queryKey: ["facts", message?.conversation, message?.id, message?.rev],
    enabled: message !== null,
    queryFn: () => follow<{ facts: Fact[] }>(message!.links.facts),
  });
}

/** Shows a conversation's new state at once wherever it is on the page. */
export function keepConversation(queries: QueryClient, conversation: Conversation): void {
  queries.setQueryData<Thread>(["thread", conversation.id], (old) =>
    old && old.conversation.rev <= conversation.rev ? { ...old, conversation } : old);
  queries.setQueriesData<RowPages>({ queryKey: ["conversations", conversation.audience] }, (old) =>
    old && { ...old, pages: old.pages.map((p) => ({
      ...p, rows: p.rows.map((r) => (r.id === conversation.id ? { ...r, unread: conversation.unread } : r)),
    })) });
  void queries.invalidateQueries({ queryKey: ["newest", "conversations", conversation.audience] });
  void queries.invalidateQueries({ queryKey: ["audience", conversation.audience] });
}

/** Takes a conversation whose status has changed out of the lists, and shows its new state. */
export function leaveLists(queries: QueryClient, conversation: Conversation): void {
  queries.setQueriesData<RowPages>({ queryKey: ["conversations", conversation.audience] }, (old) =>
    old && { ...old, pages: old.pages.map((p) => ({ ...p, rows: p.rows.filter((r) => r.id !== conversation.id) })) });
  keepConversation(queries, conversation);
  // The thread shows the change as an event.
  void queries.invalidateQueries({ queryKey: ["thread", conversation.id] });
}

/** Takes conversations out of lists on which they stand no more, however far down. */
export function dropMoved(queries: QueryClient, audience: string, lists: ReadonlyMap<string, string>): void {
  const gone = (folder: unknown, id: string) => folder !== "hidden" && lists.has(id) && lists.get(id) !== folder;
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: ["conversations", audience] })) {
    queries.setQueryData<RowPages>(queryKey, (old) =>
      old && { ...old, pages: old.pages.map((p) => ({ ...p, rows: p.rows.filter((r) => !gone(queryKey[2], r.id)) })) });
  }
}

/** Shows a message's new state in its thread, which is read again behind it. */
export function keepMessage(queries: QueryClient, message: Message): void {
  const queryKey = ["thread", message.conversation];
  queries.setQueryData<Thread>(queryKey, (old) =>
    old && { ...old, messages: byTime([...old.messages.filter((m) => m.id !== message.id), message]) });
  void queries.invalidateQueries({ queryKey });
}

/**
 * Changes a status: of a conversation as it was seen where it is or was open,
 * else whatever happened to it meanwhile.
 */
export function useSetStatus() {
  const queries = useQueryClient();
  const memberName = useMemberName();
  return useMutation({
    mutationFn: ({ conversation, status }: { conversation: string; status: Status }) => {
      const set = (etag?: string) =>
        ok(api.POST("/v1/conversations/{conversation}/status", {
          params: { path: { conversation }, header: etag ? { "If-Match": etag } : {} },
          body: { status },
        }));
      const seen = queries.getQueryData<Thread>(["thread", conversation]);
      return seen ? asSeen(queries, seen, memberName, set) : set();
    },
    onSuccess: (conversation) => leaveLists(queries, conversation),
  });
}

export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ conversation, lastSeen }: { conversation: string; lastSeen: string }) =>
      ok(api.POST("/v1/conversations/{conversation}/read", { params: { path: { conversation } }, body: { last_seen: lastSeen } })),
    onSuccess: (conversation) => keepConversation(queries, conversation),
  });
}

export function useMarkUnread() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (conversation: string) =>
      ok(api.POST("/v1/conversations/{conversation}/unread", { params: { path: { conversation } } })),
    onSuccess: (conversation) => keepConversation(queries, conversation),
  });
}
