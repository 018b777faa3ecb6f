import { TextInput } from "@mantine/core";
import { useDeleteLabel, useSaveLabel } from "../api/directory";
import type { Label } from "../api/work";
import { LabelDot } from "../inbox/LabelChip";
import { usePlace } from "../shell/place";
import { FormDialog } from "./FormDialog";
import { Sure } from "./Sure";
import { useForm } from "./useForm";

const colours: Label["colour"][] = ["grey", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"];
const fields = { name: { label: "Name", about: /name/ }, colour: { label: "Colour", about: /colour/ } };

/** A label's name and colour. */
export function LabelDialog({ label, onClose }: { label: Label | undefined; onClose(): void }) {
  const { audience } = usePlace();
  const save = useSaveLabel(audience.id, label);
  const remove = useDeleteLabel(audience.id);
  const f = useForm({ name: label?.name ?? "", colour: label?.colour ?? "blue" }, fields, save, remove);
  const done = { onSuccess: onClose };
  return (
    <FormDialog title={label ? "Edit label" : "New label"} save={label ? "Save" : "Create"} saving={save.isPending} ready={f.values.name.trim() !== ""} refusal={f.refusals.rest || (f.refusals.at.colour ?? "")}
      onSave={() => save.mutate(f.values, done)} onClose={onClose}
      more={label && <span className="apart"><Sure label="Delete" sure="Delete, everywhere" busy={remove.isPending} run={() => remove.mutate(label.id, done)} /></span>}>
      <TextInput data-autofocus label="Name" maxLength={40} value={f.values.name} error={f.refusals.at.name} onChange={(e) => f.set("name", e.currentTarget.value)} />
      <fieldset className="plain-set">
        <legend>Colour</legend>
        <div className="swatches">
          {colours.map((c) => (
            <label key={c} className="swatch" title={c}>
              <input type="radio" name="colour" aria-label={c} checked={f.values.colour === c} onChange={() => f.set("colour", c)} />
              <LabelDot colour={c} />
            </label>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}
