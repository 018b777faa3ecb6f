import { ActionIcon, Button } from "@mantine/core";
import { AlarmClock, ListChecks, ListFilter, Menu as MenuIcon, Search, Smartphone } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { Link } from "react-router";
import type { Folder, useConversations } from "../api/conversations";
import type { ConversationRow } from "../api/types";
import { useLabels } from "../api/work";
import { dueWords } from "../lib/due";
import { fullTime, shortTime } from "../lib/time";
import { searchOf, type View } from "../lib/view";
import { dayAndClock } from "../lib/zones";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { WaitingRows } from "../shell/Waiting";
import { Filters } from "./Filters";
import { folders, wordsFor } from "./folders";
import { LabelDot } from "./LabelChip";
import { useRowsInView } from "./useRowsInView";
import type { Select } from "./useSelection";

const BulkBar = lazy(() => import("../bulk/BulkBar"));

const rowHeight = 80;

interface Props {
  folder: Folder;
  list: ReturnType<typeof useConversations>;
  /** The conversation that is open, or empty. */
  current: string;
  /** Where the keyboard stands. */
  cursor: string;
  base: string;
  view: View;
  onView(view: View): void;
  focusRow: RefObject<(id: string) => void>;
  onFocusRow(id: string): void;
  onMove(step: 1 | -1): void;
  /** What is selected; null for who may change nothing. */
  select: Select | null;
  /** A bulk action began; moved: it takes what is selected out of the list. */
  onBulk(moved: boolean): void;
  /** Somebody is about to open one. */
  onApproach(): void;
}

/** The list of a folder: only what is in view is drawn, the next page is read on the way. */
export function ConversationList(p: Props) {
  const { openMenu, outdated, search } = usePlace();
  const { title } = folders[p.folder];
  const { rows } = p.list;
  const [choosing, setChoosing] = useState(false);
  const [picking, setPicking] = useState(false); // where a finger cannot hover
  const { select } = p;
  const filtered = p.folder !== "hidden";
  useShortcuts({ ...(filtered && { f: () => setChoosing(true) }) });
  return (
    <section className={picking || select?.some ? "list-pane selecting" : "list-pane"} aria-label={title}>
      <header className="pane-header">
        <ActionIcon className="menu-button" variant="subtle" color="gray" size={32} aria-label="Menu" onClick={openMenu}>
          <MenuIcon size={18} />
        </ActionIcon>
        <h1>{title}</h1>
        {select && (
          <ActionIcon className="select-button" variant="subtle" color="gray" size={32} aria-label="Select" aria-pressed={picking} onClick={() => setPicking(!picking)}><ListChecks size={16} /></ActionIcon>
        )}
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Search" title="Search (/)" onClick={search}><Search size={16} /></ActionIcon>
        {filtered && (
          <ActionIcon variant="subtle" color="gray" size={32} aria-label="Filter" title="Filter (f)" onClick={() => setChoosing(true)}><ListFilter size={16} /></ActionIcon>
        )}
      </header>
      {filtered && (
        <Filters view={p.view} onView={p.onView} choosing={choosing} onChoosing={setChoosing} />
      )}
      {outdated && <p className="outdated" role="status">The server can't be reached. What you see may be old.</p>}
      {p.list.isPending && <WaitingRows />}
      {p.list.isError && (
        <div className="pane-note" role="alert">
          <p>{p.list.error.message}</p>
          <Button variant="default" onClick={() => void p.list.refetch()}>Try again</Button>
        </div>
      )}
      {p.list.isSuccess && rows.length === 0 && <Empty {...p} />}
      {rows.length > 0 && <Rows {...p} />}
      <Suspense>
        {select?.some && <BulkBar folder={p.folder} view={p.view} rows={rows} select={select} onDone={(moved) => { setPicking(false); p.onBulk(moved); }} />}
      </Suspense>
    </section>
  );
}

// A narrowed list may have empty pages before its first row.
const patience = 10;

/** An empty list, once it is certain, or so many pages were read that somebody has to want more. */
function Empty({ folder, view, list: { hasNextPage, isFetchingNextPage, fetchNextPage, read } }: Props) {
  const onward = hasNextPage && read % patience !== 0;
  useEffect(() => {
    if (onward && !isFetchingNextPage) void fetchNextPage();
  }, [onward, isFetchingNextPage, fetchNextPage]);
  if (onward || isFetchingNextPage) return <WaitingRows />;
  const { empty, hint } = wordsFor(folder, view);
  return (
    <div className="pane-note">
      <p className="strong">{hasNextPage ? "Nothing so far" : empty}</p>
      {hasNextPage
        ? <Button variant="default" onClick={() => void fetchNextPage()}>Look further back</Button>
        : <p className="muted">{hint}</p>}
    </div>
  );
}

function Rows({ list, view, current, cursor, base, focusRow, onFocusRow, onMove, onApproach, select }: Props) {
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last, show } = useRowsInView(scroller, rows.length, rowHeight);
  useEffect(() => {
    if (last > rows.length - 5 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  useEffect(() => {
    focusRow.current = (id) => {
      const index = rows.findIndex((r) => r.id === id);
      if (index < 0) return;
      show(index);
      scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
    };
  }, [rows, show, focusRow]);

  const arrows = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    onMove(event.key === "ArrowDown" ? 1 : -1);
  };
  return (
    <div className="scroller" ref={scroller} onKeyDown={arrows} onPointerEnter={onApproach} onFocus={onApproach}>
      <ul className="rows" style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, last).map((row, i) => (
          <li key={row.id} style={{ transform: `translateY(${(first + i) * rowHeight}px)`, height: rowHeight }}>
            <Row row={row} to={`${base}/${row.id}${searchOf(view)}`} current={row.id === current} marked={row.id === cursor} selected={select?.has(row.id)} onFocus={() => onFocusRow(row.id)} />
            {select && <Pick row={row} select={select} onPick={() => onFocusRow(row.id)} />}
          </li>
        ))}
      </ul>
      {isFetchingNextPage && <p className="muted list-more">Loading more…</p>}
    </div>
  );
}

/** Selects a row; with Shift, all up to it. It has no stop of its own for Tab: x does the same. */
function Pick({ row, select, onPick }: { row: ConversationRow; select: Select; onPick(): void }) {
  return (
    <label className="pick">
      <input type="checkbox" tabIndex={-1} aria-label={`Select ${nameOf(row)}`} checked={select.has(row.id)}
        onChange={(e) => { onPick(); ((e.nativeEvent as MouseEvent).shiftKey ? select.upTo : select.toggle)(row.id); }} />
    </label>
  );
}

function nameOf(row: ConversationRow): string {
  return row.contact_name || "Automatic mail";
}

interface RowProps {
  row: ConversationRow;
  to: string;
  current: boolean;
  marked: boolean;
  selected?: boolean;
  onFocus(): void;
}

function Row({ row, to, current, marked, selected, onFocus }: RowProps) {
  const labels = useLabels(row.audience).data ?? [];
  const name = nameOf(row);
  const text = row.channel === "sms"; // it has no subject, and more of its words instead
  return (
    <Link to={to} data-row={row.id} className={row.unread ? "row unread" : "row"} aria-current={current ? "true" : undefined}
      data-marked={marked || undefined} data-selected={selected || undefined} onFocus={onFocus}>
      <span className="dot" aria-hidden />
      <span className="row-top">
        {text && <Smartphone size={14} className="muted" role="img" aria-label="Text message" />}
        <span className="cut who">{row.unread && <span className="sr">Unread: </span>}{name}</span>
        {labels.filter((l) => row.labels.includes(l.id)).slice(0, 3).map((l) => <span key={l.id} title={l.name}><LabelDot colour={l.colour} /><span className="sr">{l.name}</span></span>)}
        {row.due_at && <span className={row.overdue ? "due over" : "due"} title={`First answer ${dueWords(row.due_at, row.overdue)}`}>{row.overdue ? "Overdue" : `Due ${dayAndClock(new Date(row.due_at), "")}`}</span>}
        {row.spam && <span className="flag danger">Spam</span>}
        {row.snoozed_until && <AlarmClock size={14} className="muted" role="img" aria-label="Snoozed" />}
        {row.snoozed_until
          ? <time dateTime={row.snoozed_until} title={`Until ${fullTime(row.snoozed_until)}`}>{dayAndClock(new Date(row.snoozed_until), "")}</time>
          : <time dateTime={row.arrived} title={fullTime(row.arrived)}>{shortTime(row.arrived)}</time>}
      </span>
      {!text && <span className="cut subject">{row.subject || "(no subject)"}</span>}
      <span className={text ? "preview long" : "cut preview"}>{row.preview}</span>
    </Link>
  );
}
