import { Button, NativeSelect, Skeleton, TextInput } from "@mantine/core";
import { useState } from "react";
import { useInvite, useUninvite } from "../api/members";
import { useMembers } from "../api/people";
import { useTeams, type Team } from "../api/work";
import type { Invitation, Member, Role } from "../api/types";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { MemberDialog } from "./MemberDialog";

const roles: Role[] = ["owner", "admin", "manager", "agent", "viewer"];

/** Who signs in, and as what. An owner invites, changes roles and removes. */
export default function Members() {
  const { me, audience } = usePlace();
  const members = useMembers();
  const teams = useTeams(audience.id).data ?? [];
  const [open, setOpen] = useState<Member | null>(null);
  const owner = audience.role === "owner";
  return (
    <>
      {owner && <Invite />}
      {members.isPending && <Skeleton height={40} mb={12} />}
      {members.isError && <p role="alert">{members.error.message}</p>}
      <ul className="members">
        {members.data?.members.map((m) => <MemberRow key={m.id} member={m} teams={teams} onEdit={owner && m.id !== me.member.id ? () => setOpen(m) : undefined} />)}
        {members.data?.invitations.map((i) => <InvitationRow key={i.email} invitation={i} editable={owner} />)}
      </ul>
      {open && <MemberDialog member={members.data?.members.find((m) => m.id === open.id) ?? open} onClose={() => setOpen(null)} />}
      {!owner && <p className="muted small">Only an owner can invite people and change roles.</p>}
    </>
  );
}

function Invite() {
  const { audience } = usePlace();
  const toast = useToast();
  const invite = useInvite();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const submit = () => invite.mutate({ email: email.trim(), role, audience: audience.id, key: crypto.randomUUID() }, {
    onSuccess: () => { toast({ text: `Invited. They sign in with ${email.trim()}.` }); setEmail(""); },
  });
  return (
    <form className="invite" onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <TextInput label="Invite by email" type="email" placeholder="alex@example.com" value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
      <NativeSelect label="Role" data={roles} value={role} onChange={(e) => setRole(e.currentTarget.value as Role)} />
      <Button type="submit" loading={invite.isPending} disabled={!email.trim()}>Invite</Button>
      {invite.isError && <p role="alert" className="banner danger">{invite.error.message}</p>}
    </form>
  );
}

function MemberRow({ member: m, teams, onEdit }: { member: Member; teams: Team[]; onEdit?(): void }) {
  const { me, audience } = usePlace();
  const role = m.account_role || m.roles[audience.id];
  const name = m.name || m.email;
  const about = [m.email, ...teams.filter((t) => t.members.includes(m.id)).map((t) => t.name)].join(" · ");
  return (
    <li>
      <Avatar name={name} id={m.id} size={32} />
      <span className="cut"><span className="cut strong">{name}{m.id === me.member.id && " (you)"}</span><span className="cut muted">{about}</span></span>
      <span className="flag">{role || "no role here"}</span>
      {onEdit && <Button variant="subtle" color="gray" size="xs" aria-label={`Edit ${name}`} onClick={onEdit}>Edit</Button>}
    </li>
  );
}

function InvitationRow({ invitation: i, editable }: { invitation: Invitation; editable: boolean }) {
  const { audience } = usePlace();
  const toast = useToast();
  const withdraw = useUninvite();
  return (
    <li>
      <Avatar name={i.email} id={i.email} size={32} />
      <span className="cut"><span className="cut strong">{i.email}</span><span className="cut muted">Invited, not signed in yet</span></span>
      <span className="flag">{i.account_role || i.roles[audience.id] || "elsewhere"}</span>
      {editable && <Button variant="subtle" color="gray" size="xs" onClick={() => withdraw.mutate(i.email, { onError: (e) => toast({ text: e.message, tone: "error" }) })}>Withdraw</Button>}
    </li>
  );
}
