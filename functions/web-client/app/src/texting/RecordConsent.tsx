import "../styles/dialogs";
import "@mantine/core/styles/Input.css";
import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useRecordConsent } from "../api/texting";
import { useToast } from "../shell/toasts";

interface Props {
  audience: string;
  number: string;
  onClose(): void;
}

/** Asks how a contact consented: the answer is the evidence. */
export default function RecordConsent({ audience, number, onClose }: Props) {
  const record = useRecordConsent(audience);
  const toast = useToast();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [words, setWords] = useState("");
  const [at, setAt] = useState("");
  const save = () => record.mutate({ key, number, kind: "consent", words: words.trim(), at: at ? new Date(at).toISOString() : undefined }, {
    onSuccess: ({ effective }) => {
      toast({ text: effective ? `${number} may be texted now` : "Recorded. What is known from later still counts." });
      onClose();
    },
    // What was refused is corrected and is then another request.
    onError: () => setKey(crypto.randomUUID()),
  });
  return (
    <Modal opened onClose={onClose} title="Record consent" size={480}>
      <form className="fields" onSubmit={(e) => { e.preventDefault(); save(); }}>
        <p className="muted">{number} agreed to be texted. Write down how: it is kept as the evidence, with your name and the time, and cannot be changed.</p>
        <Textarea label="How was it given?" placeholder="Ticked “Text me about my order” on example.com/order" data-autofocus autosize minRows={2} maxRows={8} maxLength={2000} required withAsterisk={false}
          value={words} onChange={(e) => setWords(e.currentTarget.value)} />
        <TextInput type="datetime-local" label="When, if not just now" value={at} onChange={(e) => setAt(e.currentTarget.value)} />
        {record.isError && <p role="alert" className="banner danger">{record.error.message}</p>}
        <div className="buttons">
          <Button type="submit" loading={record.isPending} disabled={!words.trim()}>Record</Button>
          <Button variant="default" onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Modal>
  );
}
