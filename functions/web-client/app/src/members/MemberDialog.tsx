import { NativeSelect, TextInput } from "@mantine/core";
import { useEditMember, useRemoveMember, type EditMember } from "../api/members";
import type { Member } from "../api/types";
import { FormDialog } from "../settings/FormDialog";
import { Sure } from "../settings/Sure";
import { useForm } from "../settings/useForm";
import { usePlace } from "../shell/place";

const fields = { name: { label: "Name", about: /\bname\b/ }, account_role: { label: "In the whole account", about: /owner/ } };
const inAudience = ["manager", "agent", "viewer"].map((r) => ({ value: r, label: r }));

/** What a member is called, and what they may do where. */
export function MemberDialog({ member: m, onClose }: { member: Member; onClose(): void }) {
  const { me } = usePlace();
  const save = useEditMember(m);
  const remove = useRemoveMember();
  const f = useForm({ name: m.name, account_role: m.account_role, roles: m.roles as Record<string, string> }, fields, save, remove);
  const v = f.values;
  const done = { onSuccess: onClose };
  const give = (audience: string, role: string) => {
    const { [audience]: _, ...others } = v.roles;
    f.set("roles", role ? { ...others, [audience]: role } : others);
  };
  return (
    <FormDialog title={m.name || m.email} save="Save" saving={save.isPending} ready={f.changed} refusal={f.refusals.rest} onClose={onClose}
      onSave={() => save.mutate(f.changes as EditMember, done)}
      more={<span className="apart"><Sure label="Remove" sure="Remove from the account" busy={remove.isPending} run={() => remove.mutate(m.id, done)} /></span>}>
      <TextInput data-autofocus label={fields.name.label} maxLength={100} value={v.name} error={f.refusals.at.name} onChange={(e) => f.set("name", e.currentTarget.value)} />
      <NativeSelect label={fields.account_role.label} value={v.account_role} error={f.refusals.at.account_role} onChange={(e) => f.set("account_role", e.currentTarget.value as Member["account_role"])}
        data={[{ value: "", label: "only as below" }, { value: "admin", label: "admin" }, { value: "owner", label: "owner" }]} />
      {v.account_role === "" && me.audiences.map((a) => (
        <NativeSelect key={a.id} label={`In ${a.name}`} value={v.roles[a.id] ?? ""} onChange={(e) => give(a.id, e.currentTarget.value)} data={[{ value: "", label: "no role" }, ...inAudience]} />
      ))}
    </FormDialog>
  );
}
