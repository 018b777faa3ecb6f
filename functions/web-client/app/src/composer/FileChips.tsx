import "@mantine/core/styles/CloseButton.css";
import { CloseButton } from "@mantine/core";
import { Paperclip } from "lucide-react";
import { formatBytes } from "../lib/bytes";
import type { PendingFile } from "./useFiles";

/** The files of a draft with how far they are. */
export function FileChips({ files, onRemove }: { files: PendingFile[]; onRemove(id: string): void }) {
  if (files.length === 0) return null;
  return (
    <ul className="files" aria-label="Attached files">
      {files.map((f) => (
        <li key={f.id} className={f.fault ? "file chip failed" : "file chip"}>
          <Paperclip size={14} aria-hidden />
          <span className="cut">{f.name}</span>
          <span className="muted">{f.fault ?? (f.ref ? formatBytes(f.size) : `${Math.round(f.progress * 100)} %`)}</span>
          <CloseButton size="sm" aria-label={`Remove ${f.name}`} onClick={() => onRemove(f.id)} />
          {!f.ref && !f.fault && (
            <span className="progress" role="progressbar" aria-label={`Uploading ${f.name}`} aria-valuemin={0} aria-valuemax={100}
              aria-valuenow={Math.round(f.progress * 100)} style={{ transform: `scaleX(${f.progress})` }} />
          )}
        </li>
      ))}
    </ul>
  );
}
