import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import { ActionIcon, Button, Select, TagsInput, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { APIError } from "../api/client";
import { useEditContact } from "../api/people";
import type { Contact } from "../api/types";
import { namedOf, rowsOf, type AttributeRow } from "../lib/attributes";
import { countries } from "../lib/countries";
import { useToast } from "../shell/toasts";
import { useEdits } from "./useEdits";

interface Props {
  contact: Contact;
  /** Called once something is saved, or when nothing shall be after all. */
  onDone(): void;
}

/** What a contact is known by, to be changed where it stands. */
export default function Fields({ contact: c, onDone }: Props) {
  const toast = useToast();
  const edit = useEditContact(c);
  const { name, emails, phones, time_zone, location } = c;
  const { values, changes, changed, set } = useEdits({
    name, emails, phones, time_zone, city: location.city ?? "", region: location.region ?? "", country: location.country ?? "", attributes: rowsOf(c.attributes),
  });
  const save = () => {
    const { city, region, country, attributes, ...plain } = changes;
    const moved = [city, region, country].some((part) => part !== undefined);
    edit.mutate({
      ...plain,
      ...(moved && { location: { city: values.city, region: values.region, country: values.country } }),
      ...(attributes && { attributes: namedOf(attributes) }),
    }, { onSuccess: () => { toast({ text: "Saved" }); onDone(); } });
  };
  return (
    <form className="fields" onSubmit={(e) => { e.preventDefault(); save(); }}>
      <TextInput label="Name" autoFocus value={values.name} onChange={(e) => set("name", e.currentTarget.value)} maxLength={200} />
      <TagsInput label="Email" value={values.emails} onChange={(v) => set("emails", v)} splitChars={[",", ";", " "]} acceptValueOnBlur />
      <TagsInput label="Phone" value={values.phones} onChange={(v) => set("phones", v)} splitChars={[",", ";"]} acceptValueOnBlur placeholder={values.phones.length ? "" : "+1 555 0100"} />
      <Select label="Time zone" data={zones(time_zone)} value={values.time_zone || null} onChange={(z) => set("time_zone", z ?? "")} searchable clearable limit={100}
        placeholder={phones.length ? "By their number" : "Unknown"} />
      <div className="place">
        <TextInput label="City" value={values.city} onChange={(e) => set("city", e.currentTarget.value)} maxLength={100} />
        <TextInput label="Region" value={values.region} onChange={(e) => set("region", e.currentTarget.value)} maxLength={100} />
        <Select label="Country" data={countries(values.country)} value={values.country || null} onChange={(v) => set("country", v ?? "")} searchable clearable limit={100} />
      </div>
      <Attributes rows={values.attributes} onRows={(rows) => set("attributes", rows)} />
      {edit.isError && <p role="alert" className="banner danger">{edit.error instanceof APIError && edit.error.conflict ? "Somebody else changed this contact meanwhile. What they changed is shown now, and what you typed is still here: look, and save again." : edit.error.message}</p>}
      <div className="buttons"><Button type="submit" loading={edit.isPending} disabled={!changed}>Save</Button><Button variant="default" onClick={onDone}>Cancel</Button></div>
    </form>
  );
}

/** The zones to choose from; that of the contact may be one that the browser has another name for. */
function zones(own: string): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return own && !all.includes(own) ? [own, ...all] : all;
}

interface AttributesProps {
  rows: AttributeRow[];
  onRows(rows: AttributeRow[]): void;
}

/** What the team notes of a contact, under names of its own. */
function Attributes({ rows, onRows }: AttributesProps) {
  const put = (i: number, row: AttributeRow) => onRows(rows.map((r, at) => (at === i ? row : r)));
  return (
    <fieldset className="attributes">
      <legend>Attributes</legend>
      {rows.map((row, i) => (
        <div key={i} className="attribute">
          <TextInput aria-label={`Name of attribute ${i + 1}`} placeholder="name" value={row.name} onChange={(e) => put(i, { ...row, name: e.currentTarget.value })} maxLength={100} />
          <TextInput aria-label={row.name ? `Value of ${row.name}` : `Value of attribute ${i + 1}`} placeholder="value" value={row.value} onChange={(e) => put(i, { ...row, value: e.currentTarget.value })} maxLength={500} />
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={`Remove ${row.name || `attribute ${i + 1}`}`} onClick={() => onRows(rows.filter((_, at) => at !== i))}><X size={16} /></ActionIcon>
        </div>
      ))}
      <Button variant="subtle" color="gray" size="xs" leftSection={<Plus size={14} />} onClick={() => onRows([...rows, { name: "", value: "" }])}>Add an attribute</Button>
    </fieldset>
  );
}
