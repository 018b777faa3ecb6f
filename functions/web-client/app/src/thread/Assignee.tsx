import { UserRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useMembers } from "../api/people";
import type { Conversation } from "../api/types";
import { useAssign, useTeams } from "../api/work";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { useShortcuts } from "../shell/useShortcuts";
import { useNames } from "./names";

const Picker = lazy(() => import("../shell/Picker"));
const nobody = "nobody"; // no id looks like it

/** Whose work the conversation is. */
export function Assignee({ conversation: c }: { conversation: Conversation }) {
  const { me, mayAnswer } = usePlace();
  const [choosing, setChoosing] = useState(false);
  const names = useNames(c.audience);
  const assign = useAssign();
  const toast = useToast();
  const give = (to: string) => {
    setChoosing(false);
    assign.mutate({ conversation: c.id, to }, { onError: (e) => toast({ text: e.message, tone: "error" }) });
  };
  useShortcuts({ ...(mayAnswer && { i: () => give(c.assignee === me.member.id ? "" : me.member.id), m: () => setChoosing(true) }) });
  const words = c.assignee ? names.assignee(c.assignee) : "Nobody";
  if (!mayAnswer) return <span className="cut muted">{c.assignee && words}</span>;
  return (
    <>
      <button type="button" className="chip" onClick={() => setChoosing(true)} aria-label={c.assignee ? `Assigned to ${words}; change` : undefined} title="Assign (m), to me (i)">
        <UserRound size={12} aria-hidden /> <span className="cut">{c.assignee ? words : "Assign"}</span>
      </button>
      <Suspense>{choosing && <Choose current={c.assignee} audience={c.audience} onChoose={(id) => give(id === nobody ? "" : id)} onClose={() => setChoosing(false)} />}</Suspense>
    </>
  );
}

interface ChooseProps {
  current: string;
  audience: string;
  onChoose(id: string): void;
  onClose(): void;
}

function Choose({ current, audience, onChoose, onClose }: ChooseProps) {
  const { me } = usePlace();
  const members = useMembers().data?.members ?? [];
  const teams = useTeams(audience).data ?? [];
  const reach = members.filter((m) => m.account_role || m.roles[audience]);
  const people = reach.map((m) => ({
    id: m.id, label: m.name || m.email, hint: m.id === me.member.id ? "you" : undefined, chosen: m.id === current,
    mark: <Avatar name={m.name || m.email} id={m.id} size={20} />,
  }));
  return (
    <Picker title="Assign to" empty="There is nobody to choose." onChoose={onChoose} onClose={onClose}
      choices={[...people, ...teams.map((t) => ({ id: t.id, label: t.name, hint: "team", chosen: t.id === current })), { id: nobody, label: "Nobody", chosen: !current }]} />
  );
}
