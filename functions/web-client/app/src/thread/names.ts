import { useLabels, useTeams } from "../api/work";
import { useMemberName, useMembers } from "../api/people";

/** What names the ids that stand in the entries of a thread. */
export function useNames(audience: string) {
  const memberName = useMemberName();
  const members = useMembers().data?.members;
  const teams = useTeams(audience).data;
  const labels = useLabels(audience).data;
  return {
    label: (id: string) => labels?.find((l) => l.id === id)?.name ?? "a label that is gone",
    assignee: (id: string) => teams?.find((t) => t.id === id)?.name ?? (members?.some((m) => m.id === id) ? memberName(id) : "somebody who left"),
  };
}
