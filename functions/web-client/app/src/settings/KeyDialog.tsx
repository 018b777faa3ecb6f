import "@mantine/core/styles/Checkbox.css";
import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useCreateKey, type NewKey } from "../api/account";
import { usePlace } from "../shell/place";
import { FormDialog } from "./FormDialog";
import { useForm } from "./useForm";

const fields = {
  name: { label: "What it is for", about: /needs a name/ }, role: { label: "Role", about: /role/ },
  audiences: { label: "Audiences", about: /audience/ }, expires: { label: "Expires", about: /expire/ },
};
const roles: NewKey["role"][] = ["viewer", "agent", "manager", "admin"];

/** Says what a new key may do, and for how long. */
export function KeyDialog({ onMade, onClose }: { onMade(secret: string): void; onClose(): void }) {
  const { me } = usePlace();
  const create = useCreateKey();
  const f = useForm({ name: "", role: "agent" as NewKey["role"], audiences: [] as string[], expires: "" }, fields, create);
  const { expires, ...v } = f.values, { at } = f.refusals;
  return (
    <FormDialog title="New API key" save="Create" saving={create.isPending} ready={v.name.trim() !== ""} refusal={f.refusals.rest} onClose={onClose}
      onSave={() => create.mutate({ ...v, ...(expires && { expires: new Date(`${expires}T00:00`).toISOString() }) }, { onSuccess: (made) => onMade(made.secret) })}>
      <TextInput data-autofocus label={fields.name.label} placeholder="Webshop" maxLength={100} value={v.name} error={at.name} onChange={(e) => f.set("name", e.currentTarget.value)} />
      <NativeSelect label={fields.role.label} data={roles} value={v.role} error={at.role} onChange={(e) => f.set("role", e.currentTarget.value as NewKey["role"])} />
      <Checkbox.Group label={fields.audiences.label} description="All of the account’s, where none is chosen." value={v.audiences} error={at.audiences} onChange={(to) => f.set("audiences", to)}>
        <div className="choices">{me.audiences.map((a) => <Checkbox key={a.id} value={a.id} label={a.name} />)}</div>
      </Checkbox.Group>
      <TextInput type="date" label={fields.expires.label} description="At the beginning of that day. Never, if left empty." value={expires} error={at.expires} onChange={(e) => f.set("expires", e.currentTarget.value)} />
    </FormDialog>
  );
}
