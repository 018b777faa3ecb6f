import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { Bug, Download as DownloadIcon, HelpCircle, Info, MoreHorizontal, ShieldAlert, ShieldQuestion, Split } from "lucide-react";
import { use, useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { follow } from "../api/client";
import { useBody } from "../api/conversations";
import { useMemberName } from "../api/people";
import { ChangedError } from "../api/seen";
import { useSplitMessage } from "../api/sorting";
import type { Download, Message } from "../api/types";
import { startDownload } from "../lib/download";
import { pathOf } from "../lib/links";
import { nameOf, namesOf } from "../lib/people";
import { fullTime, messageTime } from "../lib/time";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { Files } from "./Files";
import { DeliveryState } from "./DeliveryState";
import { HtmlFrame } from "./HtmlFrame";
import { PlainText } from "./PlainText";
import { ThemContext } from "./them";

type View = "new" | "full" | "formatted";

/** A message as people read it: who, when, what is new in it; the rest on demand. */
export function MessageCard({ message: m, label, onWhy }: { message: Message; label?: string; onWhy(): void }) {
  const [view, setView] = useState<View>("new");
  const outbound = m.direction === "outbound";
  return (
    <article className={`entry message ${m.direction}`} aria-label={`${outbound ? "Sent" : "From"} ${nameOf(m.from)}, ${messageTime(m.at)}`}>
      <Head message={m} label={label} onWhy={onWhy} />
      <Flags message={m} />
      <Content message={m} view={view} onView={setView} />
      <Files message={m} showInline={view !== "formatted" && !m.text.trim()} />
      {m.delivery && <DeliveryState message={m} />}
    </article>
  );
}

function Head({ message: m, label, onWhy }: { message: Message; label?: string; onWhy(): void }) {
  const memberName = useMemberName();
  const name = m.direction === "outbound" && m.author ? memberName(m.author) : nameOf(m.from);
  const others = [...m.to, ...m.cc];
  return (
    <header className="message-head">
      <Avatar name={name} id={m.direction === "outbound" ? m.author : m.from.address} size={28} />
      <div className="message-who">
        <span className="cut"><strong>{name}</strong> {m.direction === "inbound" && name !== m.from.address && <span className="muted">{m.from.address}</span>}</span>
        {others.length > 0 && <Tooltip label={others.map((o) => o.address).join(", ")} multiline maw={360}><span className="cut muted to">to {namesOf(others)}</span></Tooltip>}
      </div>
      {label && <span className="flag">{label}</span>}
      <time className="muted" dateTime={m.at} title={fullTime(m.at)}>{messageTime(m.at)}</time>
      <More message={m} onWhy={onWhy} />
    </header>
  );
}

function More({ message: m, onWhy }: { message: Message; onWhy(): void }) {
  const toast = useToast();
  const navigate = useNavigate();
  const { mayAnswer } = usePlace();
  const { conversation } = use(ThemContext);
  const split = useSplitMessage();
  const splitOff = () => split.mutate({ conversation, message: m.id, key: crypto.randomUUID() }, {
    onSuccess: (own) => toast({ text: "Split off into a conversation of its own", action: { label: "Open it", run: () => void navigate(pathOf(own)) } }),
    onError: (e) => toast({ text: e instanceof ChangedError ? `${e.message} Nothing was split off.` : e.message, tone: "error" }),
  });
  const original = () =>
    follow<Download>(m.links.raw!).then(startDownload, (e: Error) => toast({ text: e.message, tone: "error" }));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="More about this message"><MoreHorizontal size={16} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<HelpCircle size={14} />} onClick={onWhy}>Why is this here?</Menu.Item>
        {mayAnswer && m.channel === "email" && <Menu.Item leftSection={<Split size={14} />} onClick={splitOff}>Split off into its own conversation</Menu.Item>}
        {m.links.raw && <Menu.Item leftSection={<DownloadIcon size={14} />} onClick={() => void original()}>Download the original mail</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

function Flags({ message: m }: { message: Message }) {
  const notes = m.notes.filter((note) => !m.text.startsWith(note)); // an invitation's text opens with its note
  if (m.direction === "outbound" || !(m.virus || m.spam || m.unverified || notes.length)) return null;
  return (
    <div className="flags">
      {m.virus && <Flag tone="danger" icon={<Bug size={14} />}>A virus was found. Its files are not served.</Flag>}
      {m.spam && <Flag tone="danger" icon={<ShieldAlert size={14} />}>The mail provider took this for spam.</Flag>}
      {m.unverified && <Flag tone="warn" icon={<ShieldQuestion size={14} />}>Unverified sender: nothing proves that {m.from.address} sent this.</Flag>}
      {notes.map((note) => <Flag key={note} tone="plain" icon={<Info size={14} />}>{note}</Flag>)}
    </div>
  );
}

function Flag({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) {
  return <p className={`banner ${tone}`}>{icon}<span>{children}</span></p>;
}

function Content({ message: m, view, onView }: { message: Message; view: View; onView(v: View): void }) {
  const body = useBody(m, view !== "new" && (m.has_more || m.has_html));
  const text = view === "full" ? (body.data?.text ?? m.text) : m.text;
  const formatted = view === "formatted" && body.data?.html;
  const pictures = m.attachments.filter((a) => a.inline && a.type.startsWith("image/")).length;
  return (
    <>
      {formatted ? <HtmlFrame html={formatted} files={body.data!.attachments} /> : <PlainText text={text} links={!(m.channel === "sms" && m.direction === "outbound")} />}
      {body.isError && <p role="alert" className="banner danger">{body.error.message}</p>}
      {(m.has_more || m.has_html) && (
        <div className="message-views">
          {m.has_more && <ViewButton on={view === "full"} busy={view === "full" && body.isFetching} onClick={() => onView(view === "full" ? "new" : "full")}>
            {view === "full" ? "Hide quoted text" : "Show quoted text"}
          </ViewButton>}
          {m.has_html && <ViewButton on={view === "formatted"} busy={view === "formatted" && body.isFetching} onClick={() => onView(view === "formatted" ? "new" : "formatted")}>
            {view === "formatted" ? "Show plain text" : pictures > 0 ? `Show formatted, with ${pictures === 1 ? "its picture" : `its ${pictures} pictures`}` : "Show formatted"}
          </ViewButton>}
        </div>
      )}
    </>
  );
}

function ViewButton({ on, busy, onClick, children }: { on: boolean; busy: boolean; onClick(): void; children: ReactNode }) {
  return <button type="button" className="quiet" aria-pressed={on} aria-busy={busy} onClick={onClick}>{children}</button>;
}
