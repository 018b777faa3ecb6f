import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, APIError, ok } from "../api/client";
import type { Message, StartConversation } from "../api/types";
import { Drafts, type Draft } from "../lib/drafts";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

const drafts = new Drafts(localStorage);

/** The draft of a message that begins a conversation, kept across reloads. */
export function useNewDraft(place: string) {
  const [draft, setDraft] = useState(() => drafts.load(place));
  const keep = (next: Draft) => {
    setDraft(next);
    drafts.save(place, next);
  };
  const write = (text: string) => keep({ ...draft, text });
  const renew = () => keep({ ...draft, key: crypto.randomUUID() });
  return { ...draft, write, renew, drop: () => drafts.drop(place) };
}

/**
 * Begins a conversation by the draft once, however often it is asked to, and opens
 * it. said tells of it in passing.
 */
export function useStart(draft: ReturnType<typeof useNewDraft>, said: (m: Message) => string, onDone: () => void) {
  const { audience } = usePlace();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const send = (body: StartConversation) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    ok(api.POST("/v1/audiences/{audience}/conversations", { params: { path: { audience: audience.id }, header: { "Idempotency-Key": draft.key } }, body }))
      .then(({ conversation, message }) => {
        void queries.invalidateQueries({ queryKey: ["newest", "conversations", audience.id] });
        void queries.invalidateQueries({ queryKey: ["thread", conversation.id] });
        draft.drop();
        onDone();
        void navigate(`/a/${audience.id}/open/${conversation.id}`);
        toast({ text: said(message) });
      })
      .catch((e: Error) => {
        setBusy(false);
        setError(e);
        if (e instanceof APIError && e.kind === "key_reused") draft.renew();
      });
  };
  return { busy, error, send, refuse: (why: string) => setError(new Error(why)) };
}
