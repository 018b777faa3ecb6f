import { useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { follow } from "../api/client";
import type { Attachment, Download } from "../api/types";
import { contentIDs, estimateHeight, frameDocument, hasRemoteImages } from "../lib/frame";
import { pageNonce } from "../lib/nonce";

/** A mail's own formatting, where it can do nothing but be looked at. */
export function HtmlFrame({ html, files }: { html: string; files: Attachment[] }) {
  const dark = useComputedColorScheme("light") === "dark";
  const [remoteImages, setRemoteImages] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const inline = useInlinePictures(html, files);
  const height = useMemo(() => estimateHeight(html, box.current?.clientWidth ?? 640, remoteImages), [html, remoteImages]);
  const document = useMemo(
    () => inline && frameDocument(html, { remoteImages, dark, nonce: pageNonce(), inline }),
    [html, remoteImages, dark, inline],
  );
  return (
    <div className="formatted" ref={box}>
      {!remoteImages && hasRemoteImages(html) && (
        <p className="banner plain">
          <span>Pictures from other servers are not shown: fetching them tells the sender that you read this.</span>
          <button type="button" className="quiet" onClick={() => setRemoteImages(true)}>Show remote images</button>
        </p>
      )}
      {document
        ? <iframe title="Formatted message" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" srcDoc={document} style={{ height }} />
        : <div style={{ height }} aria-busy="true" />}
    </div>
  );
}

const none: ReadonlyMap<string, string> = new Map();

/**
 * Links to the pictures that came within the mail, by Content-ID; null until
 * they are known. Where they can't be had, the mail is shown without them.
 */
function useInlinePictures(html: string, files: Attachment[]): ReadonlyMap<string, string> | null {
  const wanted = useMemo(() => {
    const ids = contentIDs(html);
    return files.filter((f) => f.content_id && ids.has(f.content_id) && f.type.startsWith("image/"));
  }, [html, files]);
  const { data, isLoading } = useQuery({
    queryKey: ["inline", ...wanted.map((f) => f.link)],
    enabled: wanted.length > 0,
    staleTime: 60_000,
    queryFn: async () => {
      const links = await Promise.all(wanted.map((f) => follow<Download>(f.link)));
      return new Map(wanted.map((f, i) => [f.content_id, links[i]!.url] as const));
    },
  });
  return isLoading ? null : (data ?? none);
}
