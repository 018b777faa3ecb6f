import { Checkbox, TextInput } from "@mantine/core";
import "@mantine/core/styles/Checkbox.css";
import { useDeleteTeam, useSaveTeam } from "../api/directory";
import { useMembers } from "../api/people";
import type { Team } from "../api/work";
import { usePlace } from "../shell/place";
import { FormDialog } from "./FormDialog";
import { Sure } from "./Sure";
import { useForm } from "./useForm";

const fields = { name: { label: "Name", about: /name/ }, members: { label: "Members", about: /member/i } };

/** A team's name, and who is in it. */
export function TeamDialog({ team, onClose }: { team: Team | undefined; onClose(): void }) {
  const { audience } = usePlace();
  const save = useSaveTeam(audience.id, team);
  const remove = useDeleteTeam(audience.id);
  const members = useMembers().data?.members.filter((m) => m.account_role || m.roles[audience.id]) ?? [];
  const f = useForm({ name: team?.name ?? "", members: team?.members ?? [] }, fields, save, remove);
  const chosen = f.values.members.filter((id) => members.some((m) => m.id === id)); // the others have left
  const done = { onSuccess: onClose };
  return (
    <FormDialog title={team ? "Edit team" : "New team"} save={team ? "Save" : "Create"} saving={save.isPending} ready={f.values.name.trim() !== ""} refusal={f.refusals.rest}
      onSave={() => save.mutate({ name: f.values.name, members: chosen }, done)} onClose={onClose}
      more={team && <span className="apart"><Sure label="Delete" sure="Delete for good" busy={remove.isPending} run={() => remove.mutate(team.id, done)} /></span>}>
      <TextInput data-autofocus label="Name" maxLength={40} value={f.values.name} error={f.refusals.at.name} onChange={(e) => f.set("name", e.currentTarget.value)} />
      <Checkbox.Group label="Members" value={chosen} onChange={(to) => f.set("members", to)} error={f.refusals.at.members}>
        <div className="choices">{members.map((m) => <Checkbox key={m.id} value={m.id} label={m.name || m.email} />)}</div>
      </Checkbox.Group>
    </FormDialog>
  );
}
