import { Button } from "@mantine/core";
import { useState } from "react";
import { useLabels, type Label } from "../api/work";
import { LabelDot } from "../inbox/LabelChip";
import { LabelDialog } from "./LabelDialog";
import { Listed } from "./Listed";
import { useRights } from "./useRights";

/** What conversations can be about. */
export default function Labels() {
  const { audience, manage } = useRights();
  const labels = useLabels(audience.id);
  const [open, setOpen] = useState<Label | "new" | null>(null);
  return (
    <>
      <Listed title="Labels" hint="What a conversation is about. Agents give and take them; lists can be narrowed by one." empty="No label yet."
        query={labels} add={manage ? "New label" : undefined} onAdd={() => setOpen("new")} words={(l) => l.name} row={(l) => (
          <li key={l.id}>
            <LabelDot colour={l.colour} />
            <span className="cut">{l.name}</span>
            {manage && <Button variant="subtle" color="gray" size="xs" aria-label={`Edit ${l.name}`} onClick={() => setOpen(l)}>Edit</Button>}
          </li>
        )} />
      {open && <LabelDialog label={open === "new" ? undefined : labels.data?.find((l) => l.id === open.id) ?? open} onClose={() => setOpen(null)} />}
    </>
  );
}
