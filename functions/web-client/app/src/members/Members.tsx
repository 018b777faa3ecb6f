import { ActionIcon, Button, NativeSelect, Skeleton, TextInput } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useChangeRole, useInvite, useRemoveMember, useUninvite } from "../api/members";
import { useMembers } from "../api/people";
import type { Invitation, Member, Role } from "../api/types";
import { Avatar } from "../shell/Avatar";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

const roles: Role[] = ["owner", "admin", "manager", "agent", "viewer"];

/** Who signs in, and as what. An owner invites, changes roles and removes. */
export default function Members() {
  const { audience } = usePlace();
  const members = useMembers();
  const owner = audience.role === "owner";
  return (
    <>
      {owner && <Invite />}
      {members.isPending && <Skeleton height={40} mb={12} />}
      {members.isError && <p role="alert">{members.error.message}</p>}
      <ul className="members">
        {members.data?.members.map((m) => <MemberRow key={m.id} member={m} editable={owner} />)}
        {members.data?.invitations.map((i) => <InvitationRow key={i.email} invitation={i} editable={owner} />)}
      </ul>
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

function MemberRow({ member: m, editable }: { member: Member; editable: boolean }) {
  const { me, audience } = usePlace();
  const toast = useToast();
  const change = useChangeRole();
  const remove = useRemoveMember();
  const failed = (e: Error) => toast({ text: e.message, tone: "error" });
  const role = (m.account_role || m.roles[audience.id] || "") as Role | "";
  const self = m.id === me.member.id;
  return (
    <li>
      <Avatar name={m.name || m.email} id={m.id} size={32} />
      <span className="cut"><span className="cut strong">{m.name || m.email}{self && " (you)"}</span><span className="cut muted">{m.email}</span></span>
      {editable && !self ? (
        <>
          <NativeSelect aria-label={`Role of ${m.name || m.email}`} size="sm" data={role ? roles : ["", ...roles]} value={role}
            onChange={(e) => change.mutate({ member: m, role: e.currentTarget.value as Role, audience: audience.id }, { onError: failed })} />
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={`Remove ${m.name || m.email}`} onClick={() => remove.mutate(m.id, { onError: failed })}><Trash2 size={16} /></ActionIcon>
        </>
      ) : <span className="flag">{role || "no role here"}</span>}
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
