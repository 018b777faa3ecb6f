import "../styles/dialogs";
import "../styles/sheets.css";
import "@mantine/core/styles/Input.css";
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useEraseContact } from "../api/erasing";
import type { Contact } from "../api/types";
import { usePlace } from "../shell/place";

const word = "ERASE";

/** Says what erasing a contact does and what it cannot do at once, and does it once the word for it is typed. */
export default function EraseContact({ contact: c, onClose }: { contact: Contact; onClose(): void }) {
  const { watch } = usePlace();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const erase = useEraseContact(c.id);
  const name = c.name || c.emails[0] || c.phones[0] || "this contact";
  const run = () => erase.mutate(typed, {
    onSuccess: (job) => {
      watch({ job, deed: { of: { ids: [] }, names: new Map([[c.id, name]]), words: { doing: "Erasing", did: "erased", noun: "contact" } } });
      void navigate(`/a/${c.audience}/contacts`);
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Erase ${name}?`} size={480}>
      <form className="fields" onSubmit={(e) => { e.preventDefault(); run(); }}>
        <ul className="said">
          <li>All that is theirs is deleted: conversations with files and mail, orders, activity, consents and exports. Nothing brings it back.</li>
          <li>What they write from then on is a stranger’s. That a number has opted out, or an address is not to be mailed, is remembered without naming it.</li>
          <li>Not purged at once: backups (up to 35 days), parts of the search index (a day), what was sent, and what others wrote of them.</li>
        </ul>
        <TextInput data-autofocus label={`Type ${word} to go on`} autoComplete="off" value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
        {erase.isError && <p role="alert" className="banner danger">{erase.error.message}</p>}
        <div className="buttons">
          <Button type="submit" className="grave" loading={erase.isPending} disabled={typed !== word}>Erase for good</Button>
          <Button variant="default" onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
