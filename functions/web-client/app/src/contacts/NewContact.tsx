import "../styles/dialogs";
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCreateContact } from "../api/people";
import { usePlace } from "../shell/place";

/** Adds a person by hand. */
export function NewContact({ onClose, onMade }: { onClose(): void; onMade(id: string): void }) {
  const { audience } = usePlace();
  const create = useCreateContact(audience.id);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const save = () => create.mutate(
    { key, name: name.trim(), emails: email.trim() ? [email.trim()] : [], phones: phone.trim() ? [phone.trim()] : [] },
    // What was refused is corrected and is then another request.
    { onSuccess: (c) => onMade(c.id), onError: () => setKey(crypto.randomUUID()) },
  );
  return (
    <Modal opened onClose={onClose} title="New contact" size={440}>
      <form className="fields" onSubmit={(e) => { e.preventDefault(); save(); }}>
        <TextInput label="Name" value={name} onChange={(e) => setName(e.currentTarget.value)} data-autofocus maxLength={200} />
        <TextInput label="Email" type="email" value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
        <TextInput label="Phone" type="tel" placeholder="+1 555 0100" value={phone} onChange={(e) => setPhone(e.currentTarget.value)} />
        {create.isError && <p role="alert" className="banner danger">{create.error.message}</p>}
        <div className="buttons"><Button type="submit" loading={create.isPending} disabled={!email.trim() && !phone.trim()}>Add</Button></div>
      </form>
    </Modal>
  );
}
