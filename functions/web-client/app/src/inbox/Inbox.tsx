import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { Navigate, useNavigate, useParams, useSearchParams } from "react-router";
import { useConversations, type Folder } from "../api/conversations";
import { searchOf, viewOf } from "../lib/view";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { ConversationList } from "./ConversationList";
import { isFolder } from "./folders";
import { useActions } from "./useActions";
import { useSelection } from "./useSelection";

const loadThread = () => import("../thread/ThreadView");
const ThreadView = lazy(loadThread);
const Snooze = lazy(() => import("../snooze/Snooze"));

/** A list of conversations and the open one beside it. */
export function Inbox() {
  const { folder, conversation = "" } = useParams();
  if (!isFolder(folder)) return <Navigate to="../open" replace />;
  return <Panes key={folder} folder={folder} conversation={conversation} />;
}

function Panes({ folder, conversation }: { folder: Folder; conversation: string }) {
  const { audience, mayAnswer } = usePlace();
  const navigate = useNavigate();
  const wide = useMediaQuery("(min-width: 768px)", window.innerWidth >= 768, { getInitialValueInEffect: false });
  const [params] = useSearchParams();
  const view = useMemo(() => viewOf(params), [params]);
  const search = searchOf(view);
  const list = useConversations(audience.id, folder, view);
  const [cursor, setCursor] = useState(conversation);
  const focusRow = useRef<(id: string) => void>(() => {});
  const base = `/a/${audience.id}/${folder}`;
  const at = conversation || cursor;

  const open = useCallback((id: string) => void navigate((id ? `${base}/${id}` : base) + search), [navigate, base, search]);
  const go = (step: 1 | -1) => {
    const now = list.rows.findIndex((r) => r.id === at);
    const next = list.rows[now < 0 ? 0 : Math.min(list.rows.length - 1, Math.max(0, now + step))];
    if (!next) return;
    setCursor(next.id);
    focusRow.current(next.id);
    if (conversation) open(next.id);
  };
  const close = () => {
    setCursor(conversation);
    open("");
    requestAnimationFrame(() => focusRow.current(conversation));
  };
  const [snoozing, setSnoozing] = useState("");
  const select = useSelection(list.rows);
  const act = useActions(at, list.rows.find((r) => r.id === at), () => {
    // The one that leaves hands over to the one below it, else above.
    const now = list.rows.findIndex((r) => r.id === at);
    const next = list.rows[now + 1]?.id ?? list.rows[now - 1]?.id ?? "";
    setCursor(next);
    if (conversation) open(wide ? next : "");
    if (next) requestAnimationFrame(() => focusRow.current(next));
  });
  const pick = (change: (id: string) => void) => {
    const id = at || list.rows[0]?.id;
    if (!id) return;
    setCursor(id);
    change(id);
  };
  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    Enter: () => at && open(at),
    o: () => at && open(at),
    Escape: () => conversation && close(),
    ...(mayAnswer && {
      x: () => pick(select.toggle),
      X: () => pick(select.upTo),
      e: () => act.setStatus(folder === "done" || folder === "trash" ? "open" : "done"),
      s: () => setSnoozing(at),
      "#": () => act.setStatus("trash"),
      u: () => { act.markUnread(); if (conversation) close(); },
    }),
  });

  return (
    <>
      {(wide || !conversation) && (
        <ConversationList folder={folder} list={list} current={conversation} cursor={cursor} base={base}
          view={view} onView={(v) => void navigate({ search: searchOf(v) }, { replace: true })} focusRow={focusRow} onFocusRow={setCursor} onMove={go} onApproach={loadThread}
          select={mayAnswer ? select : null} onBulk={(moved) => moved && (select.everything || select.has(conversation)) && open("")} />
      )}
      {conversation ? (
        <Suspense fallback={<main className="main-pane" aria-busy="true" />}>
          <ThreadView key={conversation} id={conversation} at={params.get("at") ?? undefined} onBack={close} onUnread={() => { act.markUnread(); close(); }}
            onStatus={act.setStatus} onSnooze={() => setSnoozing(at)} />
        </Suspense>
      ) : (
        wide && <main className="main-pane nothing"><p>Pick a conversation to read it here.</p><p className="muted"><kbd>j</kbd> <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys</p></main>
      )}
      <Suspense>
        {snoozing && (
          <Snooze title="Snooze" onClose={() => setSnoozing("")}
            onChoose={(choice) => { setSnoozing(""); act.snooze(choice); }} />
        )}
      </Suspense>
    </>
  );
}
