import { useLabels, useTeams } from "../api/work";
import { useMemberName } from "../api/people";

/** What names the ids that stand in the entries of a thread. */
export function useNames(audience: string) {
  const memberName = useMemberName();
  const teams = useTeams(audience).data;
  const labels = useLabels(audience).data;
  return {
    label: (id: string) => labels?.find((l) => l.id === id)?.name ?? "a label that is gone",
    assignee: (id: string) => teams?.find((t) => t.id === id)?.name ?? memberName(id),
  };
}
