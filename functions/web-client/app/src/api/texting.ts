import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { api, ok, problemError, readFile } from "./client";
import { keepMessage } from "./conversations";
import type { ConsentEntry, Conversation, Message, TextingState } from "./types";

/** Whether, and how, a conversation's contact may be texted; kept fresh. */
export function useTexting(conversation: Conversation) {
  return useQuery({
    // Whatever changes it by a text changes the conversation too.
    queryKey: ["texting", conversation.id, conversation.rev],
    enabled: conversation.channel === "sms",
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => untilChange(state.data, Date.now()),
    queryFn: () => ok(api.GET("/v1/conversations/{conversation}/texting", { params: { path: { conversation: conversation.id } } })),
  });
}

const lookAgainMs = 60_000;

/** In how many milliseconds to look again: when an hour ends or begins, at least once a minute. */
function untilChange(state: TextingState | undefined, now: number): number {
  const ahead = [state?.free_until, state?.next_allowed_at].map((t) => (t ? Date.parse(t) - now : -1)).filter((ms) => ms > 0);
  return Math.min(lookAgainMs, ...ahead.map((ms) => ms + 1000));
}

const typingMs = 200;

/** What a text would cost, once its writer pauses; until then what was known last. */
export function useMeasure(audience: string, typed: string) {
  const [text] = useDebouncedValue(typed, typingMs);
  return useQuery({
    queryKey: ["measure", audience, text],
    enabled: text.trim() !== "",
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.POST("/v1/audiences/{audience}/texts/measure", { params: { path: { audience } }, body: { text }, signal })),
  });
}

/** Records a consent, its end, or that a refusal is none. */
export function useRecordConsent(audience: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...entry }: ConsentEntry & { key: string }) => {
      const { results } = await ok(api.POST("/v1/audiences/{audience}/consents", {
        params: { path: { audience }, header: { "Idempotency-Key": key } },
        body: { entries: [entry] },
      }));
      const result = results[0]!;
      if (result.problem) throw problemError(result.problem.status ?? 422, result.problem);
      return result;
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["texting"] });
      void queries.invalidateQueries({ queryKey: ["contact"] });
    },
  });
}

/** Keeps a scheduled message from being sent. */
export function useCancel() {
  return useDecide((m: Message) =>
    ok(api.POST("/v1/conversations/{conversation}/messages/{message}/cancel", { params: { path: { conversation: m.conversation, message: m.id } } })));
}

/** Says whether a message left of which nobody knows. */
export function useSettle() {
  return useDecide(({ message: m, state }: { message: Message; state: "sent" | "failed" }) =>
    ok(api.POST("/v1/conversations/{conversation}/messages/{message}/settle", {
      params: { path: { conversation: m.conversation, message: m.id } }, body: { state },
    })));
}

function useDecide<T>(mutationFn: (input: T) => Promise<Message>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: (m) => keepMessage(queries, m) });
}

/** The file that proves what is known of a number. */
export function readEvidence(audience: string, number: string): Promise<Blob> {
  return readFile(`/v1/audiences/${encodeURIComponent(audience)}/phones/${encodeURIComponent(number)}/evidence`);
}

/** An audience's numbers, as their provider knows them. */
export function useNumbers(audience: string) {
  return useQuery({
    queryKey: ["numbers", audience],
    // A number that was just added is asked for within a minute.
    refetchInterval: 15_000,
    queryFn: () => ok(api.GET("/v1/audiences/{audience}/numbers", { params: { path: { audience } } })),
  });
}
