import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { api, ok } from "./client";
import type { components } from "./schema";

/** Somebody else who has a conversation open. */
export type Presence = components["schemas"]["Presence"];

const lookMs = 3_000;
// Of the 30 seconds after which the server forgets who was here.
const beatMs = 10_000;
/** For how long after a keystroke somebody is typing. */
const typingMs = 6_000;

/**
 * Who else has the conversation open, and who of them is typing; and tells the
 * others that this member is here, if they may answer. Call typed whenever
 * something is typed.
 */
export function useCompany(conversation: string, mayAnswer: boolean): { others: Presence[]; typed(): void } {
  const lastKey = useRef(0);
  const told = useRef(false);
  const present = useQuery({
    queryKey: ["present", conversation],
    refetchInterval: lookMs,
    queryFn: async () => (await ok(api.GET("/v1/conversations/{conversation}/presence", { params: { path: { conversation } } }))).present,
  });
  const attend = useCallback(() => {
    if (document.visibilityState !== "visible") return;
    told.current = Date.now() - lastKey.current < typingMs;
    // One beat that is lost is made good by the next.
    api.PUT("/v1/conversations/{conversation}/presence", { params: { path: { conversation } }, body: { typing: told.current } }).catch(() => {});
  }, [conversation]);
  useEffect(() => {
    if (!mayAnswer) return;
    const leave = () => {
      api.DELETE("/v1/conversations/{conversation}/presence", { params: { path: { conversation } }, keepalive: true }).catch(() => {});
    };
    attend();
    const beat = setInterval(attend, beatMs);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(beat);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [conversation, attend, mayAnswer]);
  const typed = useCallback(() => {
    lastKey.current = Date.now();
    if (!told.current) attend();
  }, [attend]);
  return { others: present.data ?? [], typed };
}
