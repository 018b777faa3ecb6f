import { useMembers } from "../api/people";
import { useTeams } from "../api/work";
import { Avatar } from "../shell/Avatar";
import Picker from "../shell/Picker";
import { usePlace } from "../shell/place";

const nobody = "nobody"; // no id looks like it

interface Props {
  audience: string;
  /** Whose it is now; empty for nobody, absent where that differs. */
  current?: string;
  /** Of a member or a team, by what they are called; an empty id for nobody. */
  onChoose(id: string, name: string): void;
  onClose(): void;
}

/** Asks whose work something shall be. */
export default function ChooseAssignee({ audience, current, onChoose, onClose }: Props) {
  const { me } = usePlace();
  const members = useMembers().data?.members ?? [];
  const teams = useTeams(audience).data ?? [];
  const reach = members.filter((m) => m.account_role || m.roles[audience]);
  const choices = [
    ...reach.map((m) => ({
      id: m.id, label: m.name || m.email, hint: m.id === me.member.id ? "you" : undefined, chosen: m.id === current,
      mark: <Avatar name={m.name || m.email} id={m.id} size={20} />,
    })),
    ...teams.map((t) => ({ id: t.id, label: t.name, hint: "team", chosen: t.id === current })),
    { id: nobody, label: "Nobody", chosen: current === "" },
  ];
  const choose = (id: string) => (id === nobody ? onChoose("", "nobody") : onChoose(id, choices.find((c) => c.id === id)!.label));
  return <Picker title="Assign to" empty="There is nobody to choose." choices={choices} onChoose={choose} onClose={onClose} />;
}
