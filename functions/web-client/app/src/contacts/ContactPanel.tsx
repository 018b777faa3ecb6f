import "../styles/sheets.css";
import "../styles/contact.css";
import { Button, Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { useContact } from "../api/people";
import type { Contact } from "../api/types";
import { Activity } from "./Activity";
import { BlockedNote } from "./Blocking";
import { Conversations } from "./Conversations";
import { Head } from "./Head";
import { Known } from "./Known";
import { Orders } from "./Orders";
import { Suppressed } from "./Suppressed";

/** What is known of the contact, beside the conversation with them. */
export default function ContactPanel({ contact: id, conversation }: { contact: string; conversation: string }) {
  const contact = useContact(id);
  if (contact.isError && !contact.data) return <p role="alert" className="banner danger">{contact.error.message}</p>;
  if (!contact.data) return <div aria-busy="true"><Skeleton height={32} mb={16} /><Skeleton height={12} mb={8} /><Skeleton height={12} width="70%" /></div>;
  return <Panel key={id} contact={contact.data} conversation={conversation} />;
}

function Panel({ contact: c, conversation }: { contact: Contact; conversation: string }) {
  return (
    <>
      <Head contact={c} size={32} />
      <BlockedNote contact={c} />
      <Suppressed contact={c} />
      <Known contact={c} phones>
        <Button variant="default" size="xs" component={Link} to={`/a/${c.audience}/contacts/${c.id}`}>Whole profile</Button>
      </Known>
      <Orders contact={c.id} limit={3} />
      <Conversations contact={c.id} limit={5} except={conversation} />
      <Activity contact={c.id} audience={c.audience} limit={10} />
    </>
  );
}
