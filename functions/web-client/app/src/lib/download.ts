import type { Download } from "../api/types";

/** Starts a download: the link's own headers make it one, whatever the file is. */
export function startDownload(file: Download): void {
  const a = document.createElement("a");
  a.href = file.url;
  a.download = file.name;
  a.rel = "noopener noreferrer";
  document.body.append(a);
  a.click();
  a.remove();
}
