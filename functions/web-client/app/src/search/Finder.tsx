import { ActionIcon, Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Menu as MenuIcon, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Link, type To } from "react-router";
import { useFoundContacts, useFoundMessages } from "../api/search";
import type { ConversationRow } from "../api/types";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { WaitingRows } from "../shell/Waiting";
import { MessageHit } from "./Hits";

interface Props {
  q: string;
  hidden: boolean;
  /** The message that is open. */
  current: string;
  /** Differs each time somebody asked for the field. */
  asked?: number;
  onAsk(q: string, hidden: boolean): void;
  onOpen(row: ConversationRow): void;
  onLeave(): void;
  to(conversation: string, message: string): To;
}

const pauseMs = 250;

/** The field and what was found by it. */
export function Finder({ q, hidden, current, asked, onAsk, onOpen, onLeave, to }: Props) {
  const { openMenu } = usePlace();
  const pane = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q);
  const [paused] = useDebouncedValue(text.trim(), pauseMs);
  useEffect(() => {
    if (paused !== q) onAsk(paused, hidden);
    // The link follows the field, not the other way round.
  }, [paused]);
  useEffect(() => {
    if (asked) input.current?.select();
  }, [asked]);
  const step = (by: 1 | -1) => {
    const links = [...pane.current!.querySelectorAll<HTMLElement>(".scroller a")];
    const at = links.indexOf(document.activeElement as HTMLElement) + by;
    if (at < 0) input.current?.focus();
    else links[Math.min(at, links.length - 1)]?.focus();
  };
  const arrows = (e: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key] as 1 | -1 | undefined;
    if (!by) return;
    e.preventDefault();
    step(by);
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });
  useShortcuts({ "/": () => input.current?.select() }, { first: true });
  const keys = (e: KeyboardEvent) => {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    e.preventDefault(); // it would empty the field
    if (text) input.current?.blur();
    else onLeave();
  };
  return (
    <section className="list-pane" aria-label="Search" ref={pane} onKeyDown={arrows}>
      <header className="pane-header search-header">
        <ActionIcon className="menu-button" variant="subtle" color="gray" size={32} aria-label="Menu" onClick={openMenu}><MenuIcon size={18} /></ActionIcon>
        <Search size={16} className="muted" aria-hidden />
        <input ref={input} type="search" autoFocus aria-label="Search" placeholder="Messages, people, C-…" maxLength={200} value={text}
          onChange={(e) => setText(e.currentTarget.value)} onKeyDown={keys} />
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Leave the search" title="Leave the search (Esc)" onClick={onLeave}><X size={16} /></ActionIcon>
      </header>
      <div className="filters" role="group" aria-label="Filters">
        <button type="button" className="filter" aria-pressed={hidden} onClick={() => onAsk(q, !hidden)}>With automatic ones</button>
      </div>
      <div className="scroller">
        {q ? <Found q={q} hidden={hidden} current={current} onOpen={onOpen} to={to} /> : <Hint />}
      </div>
    </section>
  );
}

function Hint() {
  return <div className="pane-note"><p className="strong">Find anything</p><p className="muted">Words of messages and notes, names of files, people by any part of their name, address or number, or a reference.</p></div>;
}

// A page may be empty although there are more.
const patience = 10;

function Found({ q, hidden, current, onOpen, to }: Pick<Props, "q" | "hidden" | "current" | "onOpen" | "to">) {
  const { audience } = usePlace();
  const contacts = useFoundContacts(audience.id, q);
  const messages = useFoundMessages(audience.id, q, hidden);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData: stale } = messages;
  const pages = messages.data?.pages ?? [];
  const hits = pages.flatMap((p) => p.results);
  const onward = hits.length === 0 && hasNextPage && pages.length % patience !== 0;
  useEffect(() => {
    if (onward && !isFetchingNextPage) void fetchNextPage();
  }, [onward, isFetchingNextPage, fetchNextPage]);
  const failed = messages.error ?? contacts.error;
  const people = contacts.data ?? [];
  const waiting = messages.isPending || (onward && hits.length === 0);
  const nothing = !waiting && !failed && hits.length + people.length === 0;
  return (
    <div aria-busy={stale || waiting} className={stale ? "found stale" : "found"}>
      <p className="sr" role="status">{!waiting && !stale && `${hits.length}${hasNextPage ? " or more" : ""} messages, ${people.length} contacts`}</p>
      {failed && <div className="pane-note" role="alert"><p>{failed.message}</p><Button variant="default" onClick={() => { void messages.refetch(); void contacts.refetch(); }}>Try again</Button></div>}
      <People rows={people} />
      {waiting && <WaitingRows count={4} />}
      {hits.length > 0 && <Group title="Messages">{hits.map((h) => <MessageHit key={h.message.id} hit={h} current={h.message.id === current} to={to(h.conversation.id, h.message.id)} onOpen={() => onOpen(h.conversation)} />)}</Group>}
      {nothing && <div className="pane-note"><p className="strong">{hasNextPage ? "Nothing so far" : "Nothing found"}</p><p className="muted">What was just written is found in a minute or two.</p></div>}
      {hasNextPage && !waiting && <div className="earlier"><Button variant="subtle" color="gray" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Look further back</Button></div>}
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return <section aria-label={title}><h2 className="found-title">{title}</h2><ul>{children}</ul></section>;
}

const fewPeople = 3;

function People({ rows }: { rows: { id: string; name: string; email: string; phone: string; blocked: boolean }[] }) {
  const { audience } = usePlace();
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  return (
    <Group title="People">
      {rows.slice(0, all ? rows.length : fewPeople).map((c) => {
        const name = c.name || c.email || c.phone;
        return (
          <li key={c.id}>
            <Link to={`/a/${audience.id}/contacts/${c.id}`} className="contact-row">
              <Avatar name={name} id={c.id} size={32} />
              <span className="cut"><span className="cut strong">{name}</span><span className="cut muted">{[c.email, c.phone].find((known) => known !== name)}</span></span>
              {c.blocked && <span className="flag danger">Blocked</span>}
            </Link>
          </li>
        );
      })}
      {rows.length > fewPeople && !all && <li><button type="button" className="quiet found-more" onClick={() => setAll(true)}>{rows.length - fewPeople} more</button></li>}
    </Group>
  );
}
