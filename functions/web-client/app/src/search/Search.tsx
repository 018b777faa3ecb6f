import "../styles/search.css";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import type { ConversationRow } from "../api/types";
import { useActions } from "../inbox/useActions";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { Finder } from "./Finder";

const ThreadView = lazy(() => import("../thread/ThreadView"));
const Snooze = lazy(() => import("../snooze/Snooze"));

/** Where somebody came from to search; there they go back to. */
export interface Searching {
  from?: string;
  /** Says that they want to type; differs each time. */
  asked?: number;
}

/** What was found, and one of it beside it. The link holds the words, the conversation and the message. */
export default function Search() {
  const { conversation = "" } = useParams();
  const [params] = useSearchParams();
  const { audience, mayAnswer } = usePlace();
  const navigate = useNavigate();
  const { pathname, state } = useLocation() as { pathname: string; state: Searching | null };
  const wide = useMediaQuery("(min-width: 768px)", window.innerWidth >= 768, { getInitialValueInEffect: false });
  const [row, setRow] = useState<ConversationRow>();
  const [snoozing, setSnoozing] = useState(false);
  const base = `/a/${audience.id}/search`;
  const q = params.get("q") ?? "";
  const hidden = params.get("auto") === "true";
  const search = searchOf(q, hidden);
  const close = () => void navigate(base + search, { state });
  const leave = () => void navigate(state?.from ?? `/a/${audience.id}/open`);
  const act = useActions(conversation, row?.id === conversation ? row : undefined, () => {});
  const toggle = () => act.setStatus(row?.status === "done" || row?.status === "trash" ? "open" : "done");
  useShortcuts({
    Escape: () => (conversation ? close() : leave()),
    ...(mayAnswer && conversation && {
      e: toggle, s: () => setSnoozing(true), "#": () => act.setStatus("trash"), u: () => { act.markUnread(); close(); },
    }),
  });
  return (
    <>
      {(wide || !conversation) && (
        <Finder q={q} hidden={hidden} current={params.get("at") ?? ""} asked={state?.asked} onLeave={leave} onOpen={setRow}
          onAsk={(q, hidden) => void navigate({ pathname, search: searchOf(q, hidden) }, { replace: true, state })}
          to={(c, message) => ({ pathname: `${base}/${c}`, search: searchOf(q, hidden, message) })} />
      )}
      {conversation ? (
        <Suspense fallback={<main className="main-pane" aria-busy="true" />}>
          <ThreadView key={conversation} id={conversation} at={params.get("at") ?? undefined} onBack={close} onUnread={() => { act.markUnread(); close(); }}
            onStatus={act.setStatus} onSnooze={() => setSnoozing(true)} />
        </Suspense>
      ) : wide && <main className="main-pane nothing"><p>What you pick is shown here.</p></main>}
      <Suspense>
        {snoozing && <Snooze title="Snooze" onClose={() => setSnoozing(false)} onChoose={(choice) => { setSnoozing(false); act.snooze(choice); }} />}
      </Suspense>
    </>
  );
}

function searchOf(q: string, hidden: boolean, message = ""): string {
  const params = new URLSearchParams({ ...(q && { q }), ...(hidden && { auto: "true" }), ...(message && { at: message }) }).toString();
  return params && `?${params}`;
}
