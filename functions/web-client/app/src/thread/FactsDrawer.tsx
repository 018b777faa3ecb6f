import "../styles/dialogs";
import { Drawer, Skeleton } from "@mantine/core";
import { useFacts } from "../api/conversations";
import { useMeasure } from "../api/texting";
import type { Fact, Message } from "../api/types";
import { lengthWords } from "../lib/length";
import { fullTime } from "../lib/time";
import { usePlace } from "../shell/place";

const acronyms = new Set(["spf", "dkim", "dmarc", "ses", "id"]);

function words(name: string): string {
  if (acronyms.has(name)) return name.toUpperCase();
  const s = name.replaceAll("_", " ");
  return s.charAt(0).toUpperCase() + s.slice(1);
}

/** The steps that led a message to where it is, as the server stored them. */
export function FactsDrawer({ message, onClose }: { message: Message | null; onClose(): void }) {
  const facts = useFacts(message);
  return (
    <Drawer opened={message !== null} onClose={onClose} position="right" size={400} title="Why is this here?">
      {message?.channel === "sms" && message.direction === "outbound" && message.attachments.length === 0 && <SentLength message={message} />}
      {facts.isPending && <><Skeleton height={12} width="40%" mb={12} /><Skeleton height={12} mb={8} /><Skeleton height={12} width="70%" /></>}
      {facts.isError && <p role="alert" className="banner danger">{facts.error.message}</p>}
      {facts.data?.facts.length === 0 && <p className="muted">Nothing was noted about this message.</p>}
      <ol className="facts">{facts.data?.facts.map((f, i) => <Step key={i} fact={f} />)}</ol>
    </Drawer>
  );
}

/** What a text took to send: its links are short by now. */
function SentLength({ message: m }: { message: Message }) {
  const { audience } = usePlace();
  const measured = useMeasure(audience.id, m.text).data;
  return <p className="muted sent-length">{measured && lengthWords(measured)}</p>;
}

function Step({ fact }: { fact: Fact }) {
  return (
    <li>
      <h3>{words(fact.name)}</h3>
      <time className="muted" dateTime={fact.at}>{fullTime(fact.at)}</time>
      <dl>
        {Object.entries(fact.detail).map(([k, v]) => (
          <div key={k}><dt>{words(k)}</dt><dd>{v}</dd></div>
        ))}
      </dl>
    </li>
  );
}
