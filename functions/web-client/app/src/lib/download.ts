import type { Download } from "../api/types";

/** Starts a download: the link's own headers make it one, whatever the file is. */
export function startDownload(file: Pick<Download, "url" | "name">): void {
  const a = document.createElement("a");
  a.href = file.url;
  a.download = file.name;
  a.rel = "noopener noreferrer";
  document.body.append(a);
  a.click();
  a.remove();
}

/** Starts a download of bytes that are here already. */
export function saveFile(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  startDownload({ url, name });
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser may still be reading it
}
