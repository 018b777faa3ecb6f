import { Button } from "@mantine/core";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { Contact } from "../api/types";
import { usePlace } from "../shell/place";
import { Facts } from "./Facts";

const load = () => import("./Fields");
const Fields = lazy(load);

interface Props {
  contact: Contact;
  /** With their numbers, where these have no section of their own. */
  phones: boolean;
  /** Buttons beside the one to edit. */
  children?: ReactNode;
}

/** What is known of a contact, to be changed where it stands. */
export function Known({ contact: c, phones, children }: Props) {
  const { mayAnswer } = usePlace();
  const [editing, setEditing] = useState(false);
  const facts = <Facts contact={c} phones={phones} />;
  if (editing) return <Suspense fallback={facts}><Fields contact={c} onDone={() => setEditing(false)} /></Suspense>;
  return (
    <>
      {facts}
      <div className="buttons">
        {mayAnswer && <Button variant="default" size="xs" leftSection={<Pencil size={14} />} onPointerEnter={() => void load()} onClick={() => setEditing(true)}>Edit</Button>}
        {children}
      </div>
    </>
  );
}
