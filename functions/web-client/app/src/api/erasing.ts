import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, ok } from "./client";
import type { Download } from "./types";

/** Erases a contact, as a job, once the word for it was typed. */
export function useEraseContact(contact: string) {
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (confirm: string) =>
      ok(api.POST("/v1/contacts/{contact}/erase", { params: { path: { contact }, header: { "Idempotency-Key": key } }, body: { confirm } })),
  });
}

/** Writes down all that is known of a contact, as a job. */
export function useExportContact(contact: string) {
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: () => ok(api.POST("/v1/contacts/{contact}/export", { params: { path: { contact }, header: { "Idempotency-Key": key } } })),
  });
}

/** A link to what an export has written. */
export function readExport(job: string): Promise<Download> {
  return ok(api.GET("/v1/jobs/{job}/export", { params: { path: { job } } }));
}

