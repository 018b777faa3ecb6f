import { TextInput } from "@mantine/core";
import { useNavigate } from "react-router";
import { useDeleteAudience } from "../api/audiences";
import type { Audience } from "../api/types";
import { FormDialog } from "./FormDialog";
import { useForm } from "./useForm";

/** Deletes an audience once its name is typed. */
export function DeleteAudience({ audience: a, onClose }: { audience: Audience; onClose(): void }) {
  const navigate = useNavigate();
  const remove = useDeleteAudience(a);
  const f = useForm({ confirm: "" }, {}, remove);
  return (
    <FormDialog title={`Delete ${a.name}?`} save="Delete for good" saving={remove.isPending} ready={f.values.confirm === a.name} refusal={f.refusals.rest}
      onSave={() => remove.mutate(f.values.confirm, { onSuccess: () => navigate("/") })} onClose={onClose}>
      <p className="muted small">Nothing brings it back. Its forwarding address is never given to another audience; mail to it is kept, but shown to nobody.</p>
      <TextInput data-autofocus label={`Type ${a.name} to go on`} autoComplete="off" value={f.values.confirm} error={f.refusals.at.confirm} onChange={(e) => f.set("confirm", e.currentTarget.value)} />
    </FormDialog>
  );
}
