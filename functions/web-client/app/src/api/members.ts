import { seen, useChange as useAnyChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";
import type { Member, Role } from "./types";

export type EditMember = components["schemas"]["EditMember"];

/** A role as it is given: in the whole account, or in one audience. */
export function grant(role: Role, audience: string) {
  return role === "owner" || role === "admin" ? { account_role: role } : { roles: { [audience]: role } };
}

function useChange<T>(mutationFn: (input: T) => Promise<unknown>) {
  return useAnyChange([["members"], ["teams"]], mutationFn);
}

export function useInvite() {
  return useChange(({ email, role, audience, key }: { email: string; role: Role; audience: string; key: string }) =>
    ok(api.POST("/v1/invitations", { params: { header: { "Idempotency-Key": key } }, body: { email, ...grant(role, audience) } })));
}

export function useUninvite() {
  return useChange((email: string) => ok(api.DELETE("/v1/invitations/{email}", { params: { path: { email } } })));
}

/** Changes what a member is called and may do, if they are still as they were seen. */
export function useEditMember(member: Member) {
  return useChange((body: EditMember) => ok(api.PATCH("/v1/members/{member}", { params: { path: { member: member.id }, header: seen(member) }, body })));
}

export function useRemoveMember() {
  return useChange((member: string) => ok(api.DELETE("/v1/members/{member}", { params: { path: { member } } })));
}
