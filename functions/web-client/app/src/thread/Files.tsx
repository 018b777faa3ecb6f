import { Paperclip } from "lucide-react";
import { follow } from "../api/client";
import type { Attachment, Download, Message } from "../api/types";
import { formatBytes } from "../lib/bytes";
import { startDownload } from "../lib/download";
import { useToast } from "../shell/toasts";

/** A picture that the HTML of its message shows in its place. Other files may call themselves inline and be shown nowhere. */
function isWithin(m: Message, a: Attachment): boolean {
  return a.inline && m.has_html && a.content_id !== "" && a.type.startsWith("image/");
}

/** The files of a message, each a download. */
export function Files({ message: m, showInline }: { message: Message; showInline: boolean }) {
  const toast = useToast();
  const files = m.attachments.filter((a) => showInline || !isWithin(m, a));
  if (files.length === 0) return null;
  const get = (file: Attachment) =>
    follow<Download>(file.link).then(startDownload, (e: Error) => toast({ text: e.message, tone: "error" }));
  return (
    <ul className="files" aria-label="Attachments">
      {files.map((f) => (
        <li key={f.link}>
          <button type="button" className="file" disabled={m.virus} onClick={() => void get(f)} title={m.virus ? "Not served: a virus was found" : `Download ${f.name}`}>
            <Paperclip size={14} aria-hidden />
            <span className="cut">{f.name || "Unnamed file"}</span>
            <span className="muted">{formatBytes(f.size)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
