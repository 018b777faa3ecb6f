import "../styles/contact.css";
import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { ArrowLeft, Mail } from "lucide-react";
import { Navigate } from "react-router";
import { APIError } from "../api/client";
import { useContact } from "../api/people";
import type { Contact } from "../api/types";
import { formatMailbox } from "../lib/people";
import { usePlace } from "../shell/place";
import { Activity } from "./Activity";
import { Blocking, BlockedNote } from "./Blocking";
import { ContactMenu } from "./ContactMenu";
import { ContactTexts } from "./ContactTexts";
import { Conversations } from "./Conversations";
import { Head } from "./Head";
import { Known } from "./Known";
import { Orders } from "./Orders";
import { Suppressed } from "./Suppressed";
import { UndoMerge } from "./UndoMerge";

/** One contact: who they are, how they are reached, what happened with them. */
export function ContactView({ id, onBack }: { id: string; onBack(): void }) {
  const contact = useContact(id);
  const c = contact.data;
  const gone = contact.error instanceof APIError && contact.error.status === 404;
  // The address of a contact that was merged leads to whom they are now.
  if (c && c.id !== id) return <Navigate to={`/a/${c.audience}/contacts/${c.id}`} replace />;
  return (
    <main className="main-pane" aria-label="Contact">
      <header className="pane-header">
        <ActionIcon className="back-button" variant="subtle" color="gray" size={32} aria-label="Back to the contacts" onClick={onBack}><ArrowLeft size={18} /></ActionIcon>
        <h2 className="cut">{c ? c.name || c.emails[0] || c.phones[0] : ""}</h2>
      </header>
      <div className="sheet">
        {contact.isPending && <><Skeleton height={16} width="40%" mb={16} /><Skeleton height={36} mb={16} /><Skeleton height={36} /></>}
        {contact.isError && (!c || gone) && <p role="alert">{gone ? "This contact is not here, or not open to you." : contact.error.message}</p>}
        {c && !gone && <Sheet contact={c} />}
      </div>
    </main>
  );
}

function Sheet({ contact: c }: { contact: Contact }) {
  const { mayAnswer, write } = usePlace();
  const address = c.emails[0];
  return (
    <>
      <Head contact={c} size={48}>
        {mayAnswer && <div className="buttons">
          {address && <Button variant="default" leftSection={<Mail size={16} />} onClick={() => write({ to: formatMailbox({ name: c.name, address }), channel: "email" })}>Write</Button>}
          <Blocking contact={c} />
          <ContactMenu contact={c} />
        </div>}
      </Head>
      <BlockedNote contact={c} />
      {c.merged.length > 0 && <p className="banner plain"><span>{c.merged.length === 1 ? "Another contact was" : `${c.merged.length} other contacts were`} merged into this one. Under activity, of the kind “Blocked and merged”, that can be undone.</span></p>}
      <Suppressed contact={c} />
      <Known contact={c} phones={false} />
      {c.phones.length > 0 && <ContactTexts contact={c} />}
      <Orders contact={c.id} limit={5} />
      <Conversations contact={c.id} limit={10} />
      <Activity contact={c.id} audience={c.audience} limit={25} action={(entry) => <UndoMerge contact={c} entry={entry} />} />
    </>
  );
}
