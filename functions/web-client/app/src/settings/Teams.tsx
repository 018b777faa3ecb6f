import { Button } from "@mantine/core";
import { useState } from "react";
import { useMembers } from "../api/people";
import { useTeams, type Team } from "../api/work";
import { Listed } from "./Listed";
import { TeamDialog } from "./TeamDialog";
import { useRights } from "./useRights";

/** Who conversations can be assigned to besides a member. */
export default function Teams() {
  const { audience, manage } = useRights();
  const teams = useTeams(audience.id);
  const members = useMembers().data?.members ?? [];
  const [open, setOpen] = useState<Team | "new" | null>(null);
  const names = (t: Team) => members.filter((m) => t.members.includes(m.id)).map((m) => m.name || m.email).join(", ");
  return (
    <>
      <Listed title="Teams" hint="A conversation may be assigned to a team, as to a member." empty="No team yet."
        query={teams} add={manage ? "New team" : undefined} onAdd={() => setOpen("new")} row={(t) => (
          <li key={t.id}>
            <span className="cut"><span className="strong">{t.name}</span> <span className="muted small">{names(t) || "nobody yet"}</span></span>
            {manage && <Button variant="subtle" color="gray" size="xs" aria-label={`Edit ${t.name}`} onClick={() => setOpen(t)}>Edit</Button>}
          </li>
        )} />
      {open && <TeamDialog team={open === "new" ? undefined : teams.data?.find((t) => t.id === open.id) ?? open} onClose={() => setOpen(null)} />}
    </>
  );
}
