import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import { ActionIcon, Button, Select, Skeleton, TagsInput, TextInput } from "@mantine/core";
import { ArrowLeft, Ban, Mail, Smartphone } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { APIError } from "../api/client";
import { useContact, useContactConversations, useEditContact, useLiftSuppression } from "../api/people";
import type { Contact } from "../api/types";
import { statusWord } from "../lib/conflict";
import { formatMailbox } from "../lib/people";
import { shortTime } from "../lib/time";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { ContactTexts } from "./ContactTexts";

/** One contact: who they are, how they are reached, what was said. */
export function ContactView({ id, onBack }: { id: string; onBack(): void }) {
  const contact = useContact(id);
  return (
    <main className="main-pane" aria-label="Contact">
      <header className="pane-header">
        <ActionIcon className="back-button" variant="subtle" color="gray" size={32} aria-label="Back to the contacts" onClick={onBack}><ArrowLeft size={18} /></ActionIcon>
        <h2 className="cut">{contact.data ? contact.data.name || contact.data.emails[0] || contact.data.phones[0] : ""}</h2>
      </header>
      <div className="sheet">
        {contact.isPending && <><Skeleton height={16} width="40%" mb={16} /><Skeleton height={36} mb={16} /><Skeleton height={36} /></>}
        {contact.isError && <p role="alert">{contact.error.message}</p>}
        {contact.data && <Sheet key={contact.data.rev} contact={contact.data} />}
      </div>
    </main>
  );
}

function Sheet({ contact: c }: { contact: Contact }) {
  const { mayAnswer, write } = usePlace();
  const edit = useEditContact(c);
  const toast = useToast();
  const address = c.emails[0];
  const block = () => edit.mutate({ blocked: !c.blocked }, {
    onSuccess: () => toast({ text: c.blocked ? "No longer blocked" : "Blocked: what they write stays out of the inbox" }),
    onError: (e) => toast({ text: e.message, tone: "error" }),
  });
  return (
    <>
      <div className="contact-head">
        <Avatar name={c.name || address || c.phones[0] || "?"} id={c.id} size={48} />
        <div className="cut"><p className="strong cut">{c.name || address || c.phones[0]}</p>{c.blocked && <span className="flag danger">Blocked</span>}</div>
        {mayAnswer && <div className="buttons">
          {address && <Button variant="default" leftSection={<Mail size={16} />} onClick={() => write({ to: formatMailbox({ name: c.name, address }), channel: "email" })}>Write</Button>}
          <Button variant="default" leftSection={<Ban size={16} />} onClick={block} loading={edit.isPending}>{c.blocked ? "Unblock" : "Block"}</Button>
        </div>}
      </div>
      <Fields contact={c} />
      <Suppressed contact={c} />
      {c.phones.length > 0 && <ContactTexts contact={c} />}
      <Recent contact={c} />
    </>
  );
}

function Fields({ contact: c }: { contact: Contact }) {
  const { mayAnswer } = usePlace();
  const toast = useToast();
  const edit = useEditContact(c);
  const [name, setName] = useState(c.name);
  const [emails, setEmails] = useState(c.emails);
  const [phones, setPhones] = useState(c.phones);
  const [zone, setZone] = useState(c.time_zone);
  const changed = name !== c.name || emails.join() !== c.emails.join() || phones.join() !== c.phones.join() || zone !== c.time_zone;
  const save = () => edit.mutate({ name, emails, phones, time_zone: zone }, { onSuccess: () => toast({ text: "Saved" }) });
  return (
    <form className="fields" onSubmit={(e) => { e.preventDefault(); save(); }}>
      <TextInput label="Name" value={name} onChange={(e) => setName(e.currentTarget.value)} readOnly={!mayAnswer} maxLength={200} />
      <TagsInput label="Email" value={emails} onChange={setEmails} readOnly={!mayAnswer} splitChars={[",", ";", " "]} acceptValueOnBlur />
      <TagsInput label="Phone" value={phones} onChange={setPhones} readOnly={!mayAnswer} splitChars={[",", ";"]} acceptValueOnBlur placeholder={phones.length ? "" : "+1 555 0100"} />
      <Select label="Time zone" data={zones(c.time_zone)} value={zone || null} onChange={(z) => setZone(z ?? "")} readOnly={!mayAnswer} searchable clearable limit={100}
        placeholder={phones.length ? "By their number" : "Unknown"} />
      {edit.isError && <p role="alert" className="banner danger">{edit.error instanceof APIError && edit.error.conflict ? "Somebody else changed this contact meanwhile. Their version is shown now; please make your change again." : edit.error.message}</p>}
      {mayAnswer && changed && <div className="buttons"><Button type="submit" loading={edit.isPending}>Save</Button><Button variant="default" onClick={() => { setName(c.name); setEmails(c.emails); setPhones(c.phones); setZone(c.time_zone); }}>Undo</Button></div>}
    </form>
  );
}

/** The zones to choose from; that of the contact may be one that the browser has another name for. */
function zones(own: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return own && !all.includes(own) ? [own, ...all] : all;
}

const reasons = { hard_bounce: "bounced", complaint: "reported a mail of ours as spam" };

function Suppressed({ contact: c }: { contact: Contact }) {
  const { mayAnswer } = usePlace();
  const lift = useLiftSuppression(c);
  const toast = useToast();
  return c.suppressed?.map((s) => (
    <p className="banner warn" key={s.address}>
      <span>{s.address} {reasons[s.reason]} on {shortTime(s.at)}; nothing is sent there.</span>
      {mayAnswer && <button type="button" className="quiet" onClick={() => lift.mutate(s.address, { onError: (e) => toast({ text: e.message, tone: "error" }) })}>Allow again</button>}
    </p>
  ));
}

function Recent({ contact: c }: { contact: Contact }) {
  const list = useContactConversations(c.id);
  return (
    <section className="recent">
      <h3>Conversations</h3>
      {list.isPending && <Skeleton height={12} width="70%" />}
      {list.data?.conversations.length === 0 && <p className="muted">None yet.</p>}
      <ul>
        {list.data?.conversations.map((r) => (
          <li key={r.id}>
            <Link to={`/a/${c.audience}/${r.hidden ? "hidden" : r.status}/${r.id}`} className="recent-row">
              {r.channel === "sms" && <Smartphone size={14} className="muted" role="img" aria-label="Text message" />}
              <span className="cut">{r.channel === "sms" ? r.preview || "Text messages" : r.subject || "(no subject)"}</span>
              <span className="flag">{statusWord(r.status)}</span>
              <time className="muted" dateTime={r.arrived}>{shortTime(r.arrived)}</time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
