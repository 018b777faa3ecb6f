import "@mantine/core/styles/ActionIcon.css";

import { Button } from "@mantine/core";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { Navigate, Route, Routes, useLocation, useNavigate, useParams } from "react-router";
import { APIError } from "../api/client";
import { useFeed } from "../api/feed";
import { useMe } from "../api/people";
import { mayAnswer, type Audience, type Me } from "../api/types";
import { useSession } from "../auth/session";
import type { Watched } from "../bulk/useDeed";
import { Inbox } from "../inbox/Inbox";
import { lastAudience, rememberAudience } from "../lib/lastAudience";
import { PlaceContext, type Place, type Writing } from "./place";
import { Sidebar } from "./Sidebar";
import { Toasts } from "./toasts";
import { useShortcuts } from "./useShortcuts";
import { Waiting } from "./Waiting";

const Contacts = lazy(() => import("../contacts/Contacts"));
const Settings = lazy(() => import("../settings/Settings"));
const loadSearch = () => import("../search/Search");
const Search = lazy(loadSearch);
const NewConversation = lazy(() => import("../composer/NewConversation"));
const Running = lazy(() => import("../bulk/Running"));
const Notices = lazy(() => import("../notices/Notices"));
const Help = lazy(() => import("./Help"));

// After which the page has come to rest.
const calmMs = 3_000;

/** Everything behind the sign-in. */
export default function Workspace() {
  const me = useMe(true);
  if (me.isPending) return <Waiting />;
  // Once known, somebody stays known while a later look fails.
  if (!me.data) return <NotIn error={me.error} retry={() => void me.refetch()} />;
  return (
    <Toasts>
      <Routes>
        <Route path="/a/:audience/*" element={<InAudience me={me.data} />} />
        <Route path="*" element={<ToAudience me={me.data} />} />
      </Routes>
    </Toasts>
  );
}

function NotIn({ error, retry }: { error: Error; retry(): void }) {
  const { signOut } = useSession();
  const refused = error instanceof APIError && error.status === 403;
  return (
    <main className="center">
      <h1>{refused ? "You are not a member yet" : "The inbox can't be opened"}</h1>
      <p role="alert" className="muted">
        {refused ? "You are signed in, but nobody has invited this email address. Ask an owner of the inbox for an invitation, then sign in again." : error.message}
      </p>
      <div className="buttons">
        <Button onClick={retry}>Try again</Button>
        <Button variant="default" onClick={() => void signOut()}>Sign out</Button>
      </div>
    </main>
  );
}

function ToAudience({ me }: { me: Me }) {
  const wanted = me.audiences.find((a) => a.id === lastAudience()) ?? me.audiences[0];
  if (!wanted) {
    return (
      <main className="center">
        <h1>Nothing here yet</h1>
        <p className="muted">You are a member, but no audience is open to you. Ask an owner to give you a role in one.</p>
      </main>
    );
  }
  return <Navigate to={`/a/${wanted.id}/open`} replace />;
}

function InAudience({ me }: { me: Me }) {
  const { audience: id } = useParams();
  const audience = me.audiences.find((a) => a.id === id);
  if (!audience) return <ToAudience me={me} />;
  rememberAudience(audience.id);
  return <Panes key={audience.id} me={me} audience={audience} />;
}

function Panes({ me, audience }: { me: Me; audience: Audience }) {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const [notices, setNotices] = useState(false);
  const [writing, setWriting] = useState<Writing | null>(null);
  const [watched, setWatched] = useState<Watched[]>([]);
  const forget = useCallback((job: string) => setWatched((all) => all.filter((w) => w.job.id !== job)), []);
  useEffect(() => {
    // What is typed behind / goes to the field, not to the keys of a page that is still there.
    const timer = setTimeout(() => void loadSearch(), calmMs);
    return () => clearTimeout(timer);
  }, []);
  const may = mayAnswer(audience.role);
  const place: Place = {
    me, audience, mayAnswer: may,
    outdated: useFeed(audience.id),
    openMenu: () => setMenu(true),
    write: (writing = { to: "", channel: "email" }) => may && setWriting(writing),
    search: () => void navigate(`/a/${audience.id}/search`, { state: { from: pathname + search, asked: Date.now() } }),
    watch: (w) => setWatched((all) => [...all, w]),
  };
  useShortcuts({
    "?": () => setHelp(true),
    b: () => setNotices(true),
    c: () => place.write(),
    "/": place.search,
    ",": () => void navigate(`/a/${audience.id}/settings`),
  });
  return (
    <PlaceContext value={place}>
      <div className="workspace">
        <Sidebar opened={menu} onClose={() => setMenu(false)} onHelp={() => setHelp(true)} onNotices={() => setNotices(true)} />
        <Suspense fallback={<main className="main-pane wide" aria-busy="true" />}>
          <Routes>
            <Route path="contacts/:contact?" element={<Contacts />} />
            <Route path="settings/:section?/:item?" element={<Settings />} />
            <Route path="search/:conversation?" element={<Search />} />
            <Route path=":folder/:conversation?" element={<Inbox />} />
            <Route path="*" element={<Navigate to={`/a/${audience.id}/open`} replace />} />
          </Routes>
        </Suspense>
        <Suspense>
          {notices && <Notices onClose={() => setNotices(false)} />}
          {help && <Help onClose={() => setHelp(false)} />}
          {writing && <NewConversation {...writing} onClose={() => setWriting(null)} />}
          {watched.length > 0 && <Running watched={watched} onGone={forget} />}
        </Suspense>
      </div>
    </PlaceContext>
  );
}
