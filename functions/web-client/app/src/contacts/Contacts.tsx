import "../styles/sheets.css";
import "@mantine/core/styles/Input.css";
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { Menu as MenuIcon, Search, UserPlus } from "lucide-react";
import { useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useContacts } from "../api/people";
import { useFoundContacts } from "../api/search";
import type { ContactRow } from "../api/types";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useShortcuts } from "../shell/useShortcuts";
import { WaitingRows } from "../shell/Waiting";
import { ContactView } from "./ContactView";
import { NewContact } from "./NewContact";

/** The people of an audience: find, look, change. */
export default function Contacts() {
  const { contact = "" } = useParams();
  const { audience } = usePlace();
  const navigate = useNavigate();
  const wide = useMediaQuery("(min-width: 768px)", window.innerWidth >= 768, { getInitialValueInEffect: false });
  const [adding, setAdding] = useState(false);
  const base = `/a/${audience.id}/contacts`;
  useShortcuts({ Escape: () => contact && void navigate(base) });
  return (
    <>
      {(wide || !contact) && <Finder current={contact} base={base} onAdd={() => setAdding(true)} />}
      {contact ? <ContactView key={contact} id={contact} onBack={() => void navigate(base)} />
        : wide && <main className="main-pane nothing"><p>Pick a contact to see them here.</p><p className="muted"><kbd>/</kbd> to find somebody</p></main>}
      {adding && <NewContact onClose={() => setAdding(false)} onMade={(id) => { setAdding(false); void navigate(`${base}/${id}`); }} />}
    </>
  );
}

function Finder({ current, base, onAdd }: { current: string; base: string; onAdd(): void }) {
  const { audience, mayAnswer, openMenu } = usePlace();
  const [text, setText] = useState("");
  const [find] = useDebouncedValue(text.trim(), 150);
  const all = useContacts(audience.id, "", find === "");
  const found = useFoundContacts(audience.id, find);
  const list = find ? found : all;
  const rows = (find ? found.data : all.data?.pages.flatMap((p) => p.contacts)) ?? [];
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => input.current?.focus() }, { first: true });
  return (
    <section className="list-pane" aria-label="Contacts">
      <header className="pane-header">
        <ActionIcon className="menu-button" variant="subtle" color="gray" size={32} aria-label="Menu" onClick={openMenu}><MenuIcon size={18} /></ActionIcon>
        <h1>Contacts</h1>
        {mayAnswer && <ActionIcon variant="subtle" color="gray" size={32} aria-label="New contact" onClick={onAdd}><UserPlus size={16} /></ActionIcon>}
      </header>
      <div className="find">
        <TextInput ref={input} type="search" aria-label="Find a contact" placeholder="Any part of name, email or phone" value={text} leftSection={<Search size={16} />}
          onChange={(e) => setText(e.currentTarget.value)} onKeyDown={(e) => e.key === "Escape" && e.currentTarget.blur()} />
      </div>
      {list.isPending && <WaitingRows />}
      {list.isError && <p className="pane-note" role="alert">{list.error.message}</p>}
      {list.isSuccess && rows.length === 0 && <div className="pane-note"><p className="strong">{find ? "Nobody is known so" : "No contacts yet"}</p>{!find && <p className="muted">Whoever writes to you becomes one.</p>}</div>}
      <div className="scroller">
        <ul className="contact-rows">
          {rows.map((c) => <li key={c.id}><Row contact={c} to={`${base}/${c.id}`} current={c.id === current} /></li>)}
        </ul>
        {!find && all.hasNextPage && <div className="earlier"><Button variant="subtle" color="gray" size="xs" loading={all.isFetchingNextPage} onClick={() => void all.fetchNextPage()}>Show more</Button></div>}
      </div>
    </section>
  );
}

function Row({ contact: c, to, current }: { contact: ContactRow; to: string; current: boolean }) {
  const name = c.name || c.email || c.phone;
  return (
    <Link to={to} className="contact-row" aria-current={current ? "true" : undefined}>
      <Avatar name={name} id={c.id} size={32} />
      <span className="cut">
        <span className="cut strong">{name}</span>
        <span className="cut muted">{[c.email, c.phone].find((known) => known !== name)}</span>
      </span>
      {c.blocked && <span className="flag danger">Blocked</span>}
    </Link>
  );
}
