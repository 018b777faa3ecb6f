import { Drawer } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import "../styles/dialogs";
import "../styles/beside.css";

const ContactPanel = lazy(() => import("../contacts/ContactPanel"));
const title = "About the contact";

/**
 * Whether the contact is shown beside the conversation. Where there is room, that
 * is remembered; elsewhere it is a drawer, closed at first.
 */
export function useBeside() {
  const room = useMediaQuery("(min-width: 1440px)", window.innerWidth >= 1440, { getInitialValueInEffect: false });
  const [kept, setKept] = useLocalStorage({ key: "confab.beside", defaultValue: true, getInitialValueInEffect: false });
  const [drawn, setDrawn] = useState(false);
  const shown = room ? kept : drawn;
  return { room, shown, toggle: () => (room ? setKept(!kept) : setDrawn(!drawn)), close: () => (room ? setKept(false) : setDrawn(false)) };
}

interface Props {
  /** Empty where only a machine has spoken, and until it is known. */
  contact: string | undefined;
  conversation: string;
  beside: ReturnType<typeof useBeside>;
}

/** The contact beside the conversation: a pane, or a drawer over it. */
export function Beside({ contact, conversation, beside: { room, shown, close } }: Props) {
  const panel = (
    <Suspense>
      {contact && <ContactPanel contact={contact} conversation={conversation} />}
      {contact === "" && <p className="muted small">Only a machine has written here: there is no contact.</p>}
    </Suspense>
  );
  if (!room) return <Drawer opened={shown} onClose={close} position="right" size={400} title={title}><div className="beside-drawer">{panel}</div></Drawer>;
  return shown && <aside className="beside" aria-label={title}>{panel}</aside>;
}
