import { TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { useCreateAudience } from "../api/audiences";
import { FormDialog } from "./FormDialog";
import { fields } from "./fields";
import { useForm } from "./useForm";

/** Asks for as much as an audience needs to begin with. */
export function NewAudience({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const create = useCreateAudience();
  const f = useForm({ name: "", from_name: "", from_address: "" }, fields, create);
  const { at } = f.refusals;
  return (
    <FormDialog title="New audience" save="Create" saving={create.isPending} ready={f.values.name.trim() !== "" && f.values.from_address.trim() !== ""} refusal={f.refusals.rest}
      onSave={() => create.mutate({ ...f.values, unmatched: "new" }, { onSuccess: (made) => navigate(`/a/${made.id}/settings/email`) })} onClose={onClose}>
      <TextInput data-autofocus label={fields.name!.label} value={f.values.name} maxLength={100} error={at.name} onChange={(e) => f.set("name", e.currentTarget.value)} />
      <TextInput label={fields.from_name!.label} placeholder="Example Shop" value={f.values.from_name} maxLength={100} error={at.from_name} onChange={(e) => f.set("from_name", e.currentTarget.value)} />
      <TextInput label={fields.from_address!.label} type="email" placeholder="hello@example.com" description="Of a domain that is verified with the mail provider." value={f.values.from_address} error={at.from_address} onChange={(e) => f.set("from_address", e.currentTarget.value)} />
    </FormDialog>
  );
}
