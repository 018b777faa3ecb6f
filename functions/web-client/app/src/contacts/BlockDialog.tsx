import "../styles/dialogs";
import { Button, Modal } from "@mantine/core";
import type { Contact } from "../api/types";

interface Props {
  contact: Contact;
  busy: boolean;
  onBlock(): void;
  onClose(): void;
}

/** Says what blocking does before it does it. */
export default function BlockDialog({ contact: c, busy, onBlock, onClose }: Props) {
  const name = c.name || c.emails[0] || c.phones[0];
  return (
    <Modal opened onClose={onClose} title={`Block ${name}?`} size={440}>
      <ul className="said">
        <li>Their conversations are closed and leave the lists.</li>
        <li>Nothing they write from now on enters the inbox. It is kept under “Kept out”, and counted.</li>
        <li>Nobody tells them. You can unblock them at any time.</li>
      </ul>
      <div className="buttons dialog-foot">
        <Button className="grave" data-autofocus loading={busy} onClick={onBlock}>Block them</Button>
        <Button variant="default" onClick={onClose}>Cancel</Button>
      </div>
    </Modal>
  );
}
