import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { DeleteAudience } from "./DeleteAudience";
import { fields } from "./fields";
import { NewAudience } from "./NewAudience";
import { Section } from "./Section";
import { useRights } from "./useRights";
import { useSection } from "./useSection";

const windows = [0, 5, 10, 20, 30, 60];
const mostShards = 16;

/** What an audience is called, and for how long its members may change their minds. */
export default function General() {
  const { audience: a, manage, administer } = useRights();
  const name = useSection({ name: a.name }, (changes) => changes);
  const undo = useSection({ undo_seconds: a.undo_seconds }, (changes) => changes);
  const spread = useSection({ shards: a.shards }, (changes) => changes);
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Section title="Audience" section={name} hint="A list of contacts with an inbox, addresses and settings of its own.">
        <TextInput label={fields.name!.label} value={name.values.name} maxLength={100} disabled={!manage} error={name.refusals.at.name} onChange={(e) => name.set("name", e.currentTarget.value)} />
      </Section>
      <Section title="Undo window" section={undo} hint="What your team sends waits for so long, and can be taken back until then.">
        <NativeSelect label={fields.undo_seconds!.label} disabled={!manage} error={undo.refusals.at.undo_seconds} value={String(undo.values.undo_seconds)} onChange={(e) => undo.set("undo_seconds", Number(e.currentTarget.value))}
          data={[...new Set([...windows, a.undo_seconds])].sort((x, y) => x - y).map((s) => ({ value: String(s), label: s === 0 ? "None: it leaves at once" : `${s} seconds` }))} />
      </Section>
      {administer && (
        <Section title="Very busy inboxes" section={spread} hint="Lists that change very often can be spread over several partitions of the table. A page of them then costs a read of each.">
          <NativeSelect label={fields.shards!.label} description="It can only grow. For a minute after, lists may miss what has just moved." error={spread.refusals.at.shards} value={String(spread.values.shards)} onChange={(e) => spread.set("shards", Number(e.currentTarget.value))}
            data={Array.from({ length: mostShards - a.shards + 1 }, (_, i) => String(a.shards + i))} />
        </Section>
      )}
      {administer && (
        <section className="section">
          <h2>Another audience</h2>
          <p className="muted small">For another brand or team. It shares no contact, conversation or setting with this one.</p>
          <Button variant="default" onClick={() => setAdding(true)}>New audience…</Button>
        </section>
      )}
      {a.role === "owner" && (
        <section className="section">
          <h2>Delete this audience</h2>
          <p className="muted small">Once its conversations are deleted for good and its contacts erased. Its settings, labels and teams go with it.</p>
          <Button variant="default" onClick={() => setDeleting(true)}>Delete audience…</Button>
        </section>
      )}
      {deleting && <DeleteAudience audience={a} onClose={() => setDeleting(false)} />}
      {adding && <NewAudience onClose={() => setAdding(false)} />}
    </>
  );
}
