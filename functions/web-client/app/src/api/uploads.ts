import { api, ok } from "./client";
import type { FileRef } from "./types";

/** What may be attached to one message; with base64 it fits a mail of 40 MB. */
export const maxAttachmentBytes = 28 * 1024 * 1024;

/**
 * Puts a file where the API says, and tells how far it is on the way (0 to 1).
 * The returned reference names it in a reply. Rejects with a sentence for people.
 */
export async function upload(audience: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<FileRef> {
  // A file that is a mail of its own travels as bytes: SES takes no message in a message.
  const type = !file.type || /^(message|multipart)\//.test(file.type) ? "application/octet-stream" : file.type;
  const place = await ok(api.POST("/v1/audiences/{audience}/uploads", {
    params: { path: { audience } },
    body: { name: file.name, type, size: file.size },
    signal,
  }));
  await put(place.url, place.type, file, onProgress, signal);
  return { key: place.key, name: file.name, type: place.type };
}

// fetch tells nothing about the progress of an upload; XMLHttpRequest does.
function put(url: string, type: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("content-type", type);
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error(`The file store refused it (${request.status}).`)));
    request.onerror = () => reject(new Error("The file could not be uploaded."));
    request.onabort = () => reject(new DOMException("Upload cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
