export interface FrameOptions {
  /** Whether pictures may be fetched from other people's servers. */
  remoteImages: boolean;
  dark: boolean;
  /** The nonce of the page's policy, which the frame inherits. */
  nonce: string;
  /** Where each inline picture of the mail can be had, by Content-ID. */
  inline: ReadonlyMap<string, string>;
}

// The server leaves the address of a remote picture where nothing fetches it.
const remote = /(<img\b[^>]*?\s)data-src=/gi;

/** Tells whether the mail has pictures on other people's servers. */
export function hasRemoteImages(html: string): boolean {
  return html.search(remote) >= 0;
}

/** The Content-IDs that the mail's HTML refers to (RFC 2392). */
export function contentIDs(html: string): Set<string> {
  const ids = new Set<string>();
  for (const m of html.matchAll(/\bcid:([^"'\s)>]+)/gi)) ids.add(decode(m[1]!));
  return ids;
}

/**
 * The document of the frame that shows a mail. The HTML was sanitised by the
 * server; here it is locked up a second time: the frame is sandboxed without
 * scripts and without an origin, and this policy lets it fetch nothing but the
 * mail's own pictures until somebody asks for more.
 */
export function frameDocument(html: string, o: FrameOptions): string {
  const pictures = [...new Set([...o.inline.values()].map((link) => new URL(link).origin))];
  const images = ["data:", ...pictures, ...(o.remoteImages ? ["https:", "http:"] : [])].join(" ");
  const policy = `default-src 'none'; img-src ${images}; style-src 'unsafe-inline'`;
  const shown = o.remoteImages ? html.replace(remote, "$1src=") : html;
  const body = shown.replace(/\bcid:([^"'\s)>]+)/gi, (whole, id: string) => escape(o.inline.get(decode(id)) ?? whole));
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<base target="_blank">
<style nonce="${escape(o.nonce)}">
:root { color-scheme: ${o.dark ? "dark" : "light"}; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; ${o.dark ? "color:#d7d7de;background:#18181c;" : "color:#1d1d22;background:#fff;"} }
img { max-width: 100%; height: auto; }
img:not([src]) { display: none; }
table { max-width: 100%; }
blockquote { margin: 8px 0 8px 0; padding-left: 12px; border-left: 2px solid #8884; }
pre { white-space: pre-wrap; }
a { color: ${o.dark ? "#aba8ee" : "#4744bd"}; }
</style></head><body>${body}</body></html>`;
}

/**
 * A guess at how tall the mail will be, in pixels. The frame has no origin, so
 * nobody may measure it; a guess that is a little off leaves some room or some
 * scrolling, and the frame can be dragged taller.
 */
export function estimateHeight(html: string, width: number, remoteImages = false): number {
  const text = html
    .replace(/<(style|title|head)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<\/(p|div|tr|li|h[1-6]|table|blockquote|ul|ol)>|<(br|hr)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "");
  const perLine = Math.max(20, width / 7);
  let lines = 0;
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed) lines += Math.ceil(trimmed.length / perLine) + 0.4;
  }
  const paragraphs = html.match(/<\/p>/gi)?.length ?? 0; // each brings its margin
  let pictures = 0;
  for (const [tag] of html.matchAll(/<img\b[^>]*>/gi)) {
    if (!remoteImages && /\sdata-src=/i.test(tag)) continue;
    pictures += Number(tag.match(/\sheight="?(\d+)/i)?.[1] ?? 120);
  }
  return Math.round(Math.min(640, Math.max(72, 32 + lines * 21 + paragraphs * 20 + pictures)));
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function escape(s: string): string {
  return s.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
