import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "../api/client";
import { keepMessage } from "../api/conversations";
import type { Message } from "../api/types";
import { Drafts } from "../lib/drafts";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

const drafts = new Drafts(localStorage);

/** How often a message of a conversation was taken back: each brings its text into the composer. */
export function useTakenBack(conversation: string): number {
  return useQuery({ queryKey: ["taken back", conversation], queryFn: () => 0, initialData: 0, enabled: false }).data;
}

/** Says that a message was sent, and lets its writer take it back for as long as that prevents it. */
export function useSaySent(): (message: Message, written: string, words: string) => void {
  const { audience } = usePlace();
  const queries = useQueryClient();
  const toast = useToast();
  const takeBack = async (m: Message, text: string) => {
    try {
      const undone = await ok(api.POST("/v1/conversations/{conversation}/messages/{message}/undo", {
        params: { path: { conversation: m.conversation, message: m.id } },
      }));
      const begun = drafts.load(m.conversation);
      drafts.save(m.conversation, { key: crypto.randomUUID(), text: [text, begun.text].filter(Boolean).join("\n\n") });
      queries.setQueryData<number>(["taken back", m.conversation], (n = 0) => n + 1);
      keepMessage(queries, undone);
      toast({ text: m.attachments.length > 0 ? "It was not sent. Attach its files again." : "It was not sent." });
    } catch (e) {
      toast({ text: (e as Error).message, tone: "error" });
    }
  };
  return (m, written, words) => {
    const ms = audience.undo_seconds * 1000;
    if (ms === 0 || m.delivery?.state !== "queued") return toast({ text: words });
    toast({ text: "Sending…", ms, action: { label: "Undo", run: () => void takeBack(m, written) } });
  };
}
