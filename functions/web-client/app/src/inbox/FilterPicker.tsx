import { useMembers } from "../api/people";
import { useCampaigns, useLabels, useTeams } from "../api/work";
import { everything, searchOf, type View } from "../lib/view";
import { Avatar } from "../shell/Avatar";
import Picker, { type Choice } from "../shell/Picker";
import { usePlace } from "../shell/place";
import { LabelDot } from "./LabelChip";

interface Props {
  view: View;
  onView(view: View): void;
  onClose(): void;
}

type Filter = Choice & { change: Partial<View> };

/** Everything by which a list can be narrowed, found by typing. */
export default function FilterPicker({ view, onView, onClose }: Props) {
  const filters = useFilters(view);
  const choose = (id: string) => {
    onClose();
    onView({ ...view, ...filters.find((f) => f.id === id)!.change });
  };
  return <Picker title="Filter" empty="" choices={filters} onChoose={choose} onClose={onClose} />;
}

function useFilters(v: View): Filter[] {
  const { me, audience } = usePlace();
  const members = useMembers().data?.members.filter((m) => m.account_role || m.roles[audience.id]) ?? [];
  const teams = useTeams(audience.id).data ?? [];
  const labels = useLabels(audience.id).data ?? [];
  const campaigns = useCampaigns(audience.id, true).data ?? [];
  const one = <K extends "unread" | "channel" | "assignee" | "label">(name: K, value: View[K], label: string, more: Partial<Choice> = {}): Filter => {
    const chosen = v[name] === value;
    return { id: `${name} ${value}`, label, chosen, change: { [name]: chosen ? undefined : value }, ...more };
  };
  return [
    ...(searchOf(v) === "" ? [] : [{ id: "everything", label: "Everything", change: { unread: undefined, channel: undefined, assignee: undefined, label: undefined, ...everything } }]),
    one("assignee", "me", "Mine"),
    one("assignee", "none", "Unassigned"),
    one("unread", true, "Unread"),
    one("unread", false, "Read"),
    one("channel", "email", "Email"),
    one("channel", "sms", "Texts"),
    { id: "automatic", label: "With automatic ones", hint: "only machines have spoken", chosen: v.automatic, change: { automatic: !v.automatic } },
    ...labels.map((l) => one("label", l.id, l.name, { hint: "label", mark: <LabelDot colour={l.colour} /> })),
    ...teams.map((t) => one("assignee", t.id, t.name, { hint: "team" })),
    ...members.filter((m) => m.id !== me.member.id).map((m) =>
      one("assignee", m.id, m.name || m.email, { hint: "assigned to", mark: <Avatar name={m.name || m.email} id={m.id} size={20} /> })),
    ...campaigns.map(({ id, name, kind }) => {
      const chosen = v.campaigns.includes(id);
      return { id: `campaign ${id}`, label: name, hint: kind, chosen, change: { campaigns: chosen ? v.campaigns.filter((o) => o !== id) : [...v.campaigns, id].toSorted() } };
    }),
  ];
}
