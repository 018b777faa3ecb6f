import "../styles/dialogs";
import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useMergeConversations } from "../api/sorting";
import { ChangedError } from "../api/seen";
import { useContactConversations } from "../api/people";
import type { Conversation, ConversationRow } from "../api/types";
import { statusWord } from "../lib/conflict";
import { shortTime } from "../lib/time";
import { useToast } from "../shell/toasts";
import Picker from "../shell/Picker";

interface Props {
  conversation: Conversation;
  onClose(): void;
}

/** Chooses another conversation with the same contact, says what merging does, and does it. */
export default function MergeThreads({ conversation: c, onClose }: Props) {
  const [other, setOther] = useState<ConversationRow | null>(null);
  const list = useContactConversations(c.contact, 50);
  const rows = list.data?.pages.flatMap((p) => p.conversations).filter((r) => r.id !== c.id && r.channel === "email") ?? [];
  if (other) return <Confirm into={c} from={other} onClose={onClose} />;
  return (
    <Picker title="Merge which conversation into this?" onClose={onClose} onChoose={(id) => setOther(rows.find((r) => r.id === id)!)}
      empty={list.isPending ? "Looking…" : list.error?.message ?? "There is no other mail with this contact."}
      choices={rows.map((r) => ({ id: r.id, label: r.subject || r.preview || "(no subject)", hint: `${statusWord(r.status)} · ${shortTime(r.arrived)}` }))} />
  );
}

function Confirm({ into, from, onClose }: { into: Conversation; from: ConversationRow; onClose(): void }) {
  const merge = useMergeConversations();
  const toast = useToast();
  const [key] = useState(() => crypto.randomUUID());
  const run = () => merge.mutate({ conversation: into.id, from: from.id, key }, {
    onSuccess: () => { onClose(); toast({ text: "Merged: all of it is in this conversation now" }); },
  });
  return (
    <Modal opened onClose={onClose} title="Merge these two?" size={440}>
      <ul className="said">
        <li>“{from.subject || "(no subject)"}” becomes a part of “{into.subject || "(no subject)"}”: its messages are shown here, in order of time.</li>
        <li>Its address leads here, and so does whatever answers it.</li>
        <li>Two cannot be made of it again at once; single messages can be split off.</li>
      </ul>
      {merge.isError && <p role="alert" className="banner danger">{merge.error instanceof ChangedError ? `${merge.error.message} Nothing was merged yet.` : merge.error.message}</p>}
      <div className="buttons dialog-foot">
        <Button data-autofocus loading={merge.isPending} onClick={run}>Merge</Button>
        <Button variant="default" onClick={onClose}>Cancel</Button>
      </div>
    </Modal>
  );
}
