import { Button } from "@mantine/core";
import { Ban } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useEditContact } from "../api/people";
import type { Contact } from "../api/types";
import { useToast } from "../shell/toasts";

const BlockDialog = lazy(() => import("./BlockDialog"));

/** The button that blocks a contact, once it has said what that does, or has them back. */
export function Blocking({ contact: c }: { contact: Contact }) {
  const edit = useEditContact(c);
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const set = (blocked: boolean) => edit.mutate({ blocked }, {
    onSuccess: () => { setAsking(false); toast({ text: blocked ? "Blocked: what they write stays out of the inbox" : "No longer blocked: what they write comes in again" }); },
    onError: (e) => { setAsking(false); toast({ text: e.message, tone: "error" }); },
  });
  return (
    <>
      <Button variant="default" leftSection={<Ban size={16} />} onClick={() => (c.blocked ? set(false) : setAsking(true))} loading={edit.isPending && !asking}>{c.blocked ? "Unblock" : "Block"}</Button>
      <Suspense>{asking && <BlockDialog contact={c} busy={edit.isPending} onBlock={() => set(true)} onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}

/** What blocking has kept away so far. */
export function BlockedNote({ contact: c }: { contact: Contact }) {
  const kept = c.kept_out ?? 0;
  if (!c.blocked && kept === 0) return null;
  const count = kept === 1 ? "1 message was" : `${kept} messages were`;
  return (
    <p className={c.blocked ? "banner danger" : "banner plain"}>
      <span>
        {c.blocked ? "Blocked: nothing they write enters the inbox; it is kept and counted. " : "While they were blocked, "}
        {(kept > 0 || !c.blocked) && <>{count} kept out{c.blocked ? " so far" : ""}. <Link className="quiet" to={`/a/${c.audience}/hidden`}>Look</Link></>}
      </span>
    </p>
  );
}
