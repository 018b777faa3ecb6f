import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ok } from "./client";
import { hideRows } from "./conversations";

/** Deletes conversations for good, as a job, once the word for it was typed. */
export function useDeleteForGood(audience: string) {
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: ({ ids, confirm }: { ids: string[]; confirm: string }) =>
      ok(api.POST("/v1/audiences/{audience}/conversations/delete", {
        params: { path: { audience }, header: { "Idempotency-Key": key } }, body: { ids, confirm, count: ids.length },
      })),
    onSuccess: (_job, { ids }) => hideRows(queries, audience, ids),
  });
}
