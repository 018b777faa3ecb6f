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

// A picture that came with the mail, as the server writes it. Elsewhere the same
// letters are words, or part of an address that must not learn where our files are.
const own = /(<img src=")cid:([^"]+)/gi;

/** The Content-IDs of the pictures that the mail's HTML shows (RFC 2392). */
export function contentIDs(html: string): Set<string> {
  const ids = new Set<string>();
  for (const m of html.matchAll(own)) ids.add(decode(m[2]!));
  return ids;
}

/**
 * What the frame of a mail may do: open links, in windows that are free of it,
 * and share the page's origin. Without allow-scripts nothing in it runs, so the
 * origin is of no use to the mail; it lets the page measure the mail and show
 * where its links lead.
 */
export const frameSandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

// A colour that the sender chose for words or for what is behind them.
const ownColour = /\bbgcolor="|<font [^>]*\bcolor="|[";](background-)?color:/;

/**
 * The document of the frame that shows a mail. The HTML was sanitised by the
 * server; here it is locked up a second time: the frame is sandboxed without
 * scripts, and this policy lets it fetch nothing but the mail's own pictures
 * until somebody asks for more. A mail with colours of its own is shown on
 * white, as it was written: half of its colours on dark would be unreadable.
 */
export function frameDocument(html: string, o: FrameOptions): string {
  const pictures = [...new Set([...o.inline.values()].map((link) => new URL(link).origin))];
  const images = ["data:", ...pictures, ...(o.remoteImages ? ["https:", "http:"] : [])].join(" ");
  const policy = `default-src 'none'; img-src ${images}; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'`;
  const dark = o.dark && !ownColour.test(html);
  const shown = o.remoteImages ? html.replace(remote, "$1src=") : html;
  const body = shown.replace(own, (whole, before: string, id: string) => {
    const link = o.inline.get(decode(id));
    return link ? before + escape(link) : whole;
  });
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<base target="_blank">
<style nonce="${escape(o.nonce)}">
:root { color-scheme: ${dark ? "dark" : "light"}; }
body { margin: 0; display: flow-root; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; ${dark ? "color:#d7d7de;background:#18181c;" : "color:#1d1d22;background:#fff;"} }
img, table { max-width: 100% !important; }
img { height: auto; }
img:not([src]) { box-sizing: border-box; padding: 2px 6px; border: 1px dashed #8888 !important; border-radius: 4px; }
img:not([src]):not([alt]), img[alt=""]:not([src]) { display: none !important; }
blockquote { margin: 8px 0 8px 0; padding-left: 12px; border-left: 2px solid #8884; }
pre { white-space: pre-wrap; }
a { color: ${dark ? "#aba8ee" : "#4744bd"}; }
</style></head><body>${body}</body></html>`;
}

/** How tall a frame may become, in pixels; past it the mail scrolls within. */
export const tallest = 20_000;

/** How tall the mail in the frame is, in pixels. */
export function heightOf(body: HTMLElement): number {
  const sideways = body.scrollWidth > body.clientWidth ? 16 : 0; // room for a scroll bar
  return Math.min(tallest, Math.ceil(body.getBoundingClientRect().height) + sideways);
}

/**
 * Lets each link of the mail say where it leads, whatever its words say, or the
 * pictures in it. The browser gives a host of look-alike letters in its ASCII form.
 */
export function nameLinks(document: Document) {
  for (const within of document.querySelectorAll("a [title]")) within.removeAttribute("title");
  for (const link of document.links) link.setAttribute("title", link.href);
}

function decode(written: string): string {
  const id = written.replace(/&(#39|#34|lt|gt|amp);/g, (_, name: string) => characters[name]!);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

// What the server writes for characters that HTML has a use for.
const characters: Record<string, string> = { "#39": "'", "#34": '"', lt: "<", gt: ">", amp: "&" };

function escape(s: string): string {
  return s.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
