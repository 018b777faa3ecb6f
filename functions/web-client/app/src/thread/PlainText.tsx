import { linkify } from "../lib/linkify";

/** Text, with its links unless they are ours: to follow one of those would count as the contact's click. */
export function PlainText({ text, links }: { text: string; links: boolean }) {
  if (!text.trim()) return <p className="muted">(no text)</p>;
  return (
    <div className="text">
      {(links ? linkify(text) : [text]).map((p, i) => typeof p === "string" ? p : <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a>)}
    </div>
  );
}
