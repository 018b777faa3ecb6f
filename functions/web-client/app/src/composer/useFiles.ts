import { useCallback, useEffect, useRef, useState } from "react";
import { maxAttachmentBytes, upload } from "../api/uploads";
import type { FileRef } from "../api/types";
import { formatBytes } from "../lib/bytes";

/** A file on its way, arrived (ref) or failed (fault). */
export interface PendingFile {
  id: string;
  name: string;
  size: number;
  progress: number;
  ref?: FileRef;
  fault?: string;
}

/** The files of a draft. They are uploaded as soon as they are chosen. */
export function useFiles(audience: string) {
  const [files, setFiles] = useState<PendingFile[]>([]);
  const running = useRef(new Map<string, AbortController>());

  const change = useCallback((id: string, part: Partial<PendingFile>) =>
    setFiles((all) => all.map((f) => (f.id === id ? { ...f, ...part } : f))), []);

  const add = useCallback((chosen: Iterable<File>) => {
    for (const file of chosen) {
      const id = crypto.randomUUID();
      const abort = new AbortController();
      running.current.set(id, abort);
      setFiles((all) => [...all, { id, name: file.name, size: file.size, progress: 0 }]);
      upload(audience, file, (progress) => change(id, { progress }), abort.signal)
        .then((ref) => change(id, { ref, progress: 1 }))
        .catch((e: Error) => change(id, { fault: e.message }))
        .finally(() => running.current.delete(id));
    }
  }, [audience, change]);

  const remove = useCallback((id: string) => {
    running.current.get(id)?.abort();
    setFiles((all) => all.filter((f) => f.id !== id));
  }, []);

  const clear = useCallback(() => setFiles([]), []);

  useEffect(() => {
    const all = running.current;
    return () => all.forEach((a) => a.abort());
  }, []);

  const refs = files.flatMap((f) => (f.ref ? [f.ref] : []));
  return { files, refs, add, remove, clear, fault: faultOf(files) };
}

/** The files of a draft. */
export type Files = ReturnType<typeof useFiles>;

/** Why these files can't be sent now, or an empty string. */
function faultOf(files: PendingFile[]): string {
  if (files.some((f) => f.fault)) return "Remove the file that could not be uploaded.";
  const total = files.reduce((sum, f) => sum + f.size, 0);
  if (total > maxAttachmentBytes) return `The files are ${formatBytes(total)} together; ${formatBytes(maxAttachmentBytes)} can be sent.`;
  if (files.some((f) => !f.ref)) return "A file is still being uploaded.";
  return "";
}
