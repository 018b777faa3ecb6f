import { seen, useChange as useAnyChange } from "./change";
import { api, ok } from "./client";
import type { Member, Role } from "./types";

/** A role as it is given: in the whole account, or in one audience. */
export function grant(role: Role, audience: string) {
  return role === "owner" || role === "admin" ? { account_role: role } : { roles: { [audience]: role } };
}

function useChange<T>(mutationFn: (input: T) => Promise<unknown>) {
  return useAnyChange([["members"]], mutationFn);
}

export function useInvite() {
  return useChange(({ email, role, audience, key }: { email: string; role: Role; audience: string; key: string }) =>
    ok(api.POST("/v1/invitations", { params: { header: { "Idempotency-Key": key } }, body: { email, ...grant(role, audience) } })));
}

export function useUninvite() {
  return useChange((email: string) => ok(api.DELETE("/v1/invitations/{email}", { params: { path: { email } } })));
}

/** Gives a member another role; roles in other audiences stay as they are. */
export function useChangeRole() {
  return useChange(({ member, role, audience }: { member: Member; role: Role; audience: string }) => {
    const given = grant(role, audience);
    const body = "roles" in given ? { account_role: "" as const, roles: { ...member.roles, ...given.roles } } : given;
    return ok(api.PATCH("/v1/members/{member}", { params: { path: { member: member.id }, header: seen(member) }, body }));
  });
}

export function useRemoveMember() {
  return useChange((member: string) => ok(api.DELETE("/v1/members/{member}", { params: { path: { member } } })));
}
