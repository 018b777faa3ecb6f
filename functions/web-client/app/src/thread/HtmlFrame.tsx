import { useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { follow } from "../api/client";
import type { Attachment, Download } from "../api/types";
import { contentIDs, frameDocument, frameSandbox, hasRemoteImages, heightOf, nameLinks } from "../lib/frame";
import { pageNonce } from "../lib/nonce";

/** A mail's own formatting, where it can do nothing but be looked at. */
export function HtmlFrame({ html, files }: { html: string; files: Attachment[] }) {
  const dark = useComputedColorScheme("light") === "dark";
  const [remoteImages, setRemoteImages] = useState(false);
  const inline = useInlinePictures(html, files);
  const document = useMemo(
    () => inline && frameDocument(html, { remoteImages, dark, nonce: pageNonce(), inline }),
    [html, remoteImages, dark, inline],
  );
  return (
    <div className="formatted">
      {!remoteImages && hasRemoteImages(html) && (
        <p className="banner plain">
          <span>Pictures from other servers are not shown: fetching them tells the sender that you read this.</span>
          <button type="button" className="quiet" onClick={() => setRemoteImages(true)}>Show remote images</button>
        </p>
      )}
      {document
        ? <MeasuredFrame document={document} />
        : <div aria-busy="true" />}
    </div>
  );
}

/** A frame as tall as its document, also once pictures have come. */
function MeasuredFrame({ document }: { document: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(72);
  const [body, setBody] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!body) return;
    const observer = new ResizeObserver(() => setHeight(heightOf(body)));
    observer.observe(body);
    return () => observer.disconnect();
  }, [body]);
  const measure = () => {
    const shown = frame.current?.contentDocument;
    if (!shown) return;
    nameLinks(shown);
    setBody(shown.body);
  };
  return (
    <iframe title="Formatted message" ref={frame} sandbox={frameSandbox} referrerPolicy="no-referrer" srcDoc={document}
      onLoad={measure} style={{ height }} />
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
