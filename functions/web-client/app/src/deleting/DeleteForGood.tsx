import "../styles/dialogs";
import "../styles/sheets.css";
import "@mantine/core/styles/Input.css";
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDeleteForGood } from "../api/deleting";
import { usePlace } from "../shell/place";

interface Props {
  ids: string[];
  /** What the conversations are called, as far as they are in view. */
  names: ReadonlyMap<string, string>;
  /** They are being deleted. */
  onBegun(): void;
  onClose(): void;
}

const word = "DELETE";

/** Says what deleting for good does, and does it once the word for it is typed. */
export default function DeleteForGood({ ids, names, onBegun, onClose }: Props) {
  const { audience, watch } = usePlace();
  const [typed, setTyped] = useState("");
  const remove = useDeleteForGood(audience.id);
  const many = ids.length === 1 ? "1 conversation" : `${ids.length} conversations`;
  const run = () => remove.mutate({ ids, confirm: typed }, {
    onSuccess: (job) => {
      watch({ job, deed: { of: { ids }, names, words: { doing: "Deleting for good", did: "deleted for good" } } });
      onBegun();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Delete ${many} for good?`} size={440}>
      <form className="fields" onSubmit={(e) => { e.preventDefault(); run(); }}>
        <ul className="said">
          <li>Messages, notes, files and the mail as it came are deleted, and nothing brings them back.</li>
          <li>What is scheduled in {ids.length === 1 ? "it" : "them"} is cancelled.</li>
          <li>That it was deleted, when and by whom stays in the audit log. Backups keep a copy for up to 35 days.</li>
        </ul>
        <TextInput data-autofocus label={`Type ${word} to go on`} autoComplete="off" value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
        {remove.isError && <p role="alert" className="banner danger">{remove.error.message}</p>}
        <div className="buttons">
          <Button type="submit" className="grave" loading={remove.isPending} disabled={typed !== word}>Delete {many}</Button>
          <Button variant="default" onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
