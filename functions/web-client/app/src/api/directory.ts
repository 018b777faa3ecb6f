import { once, seen, useChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";
import type { Label, Team } from "./work";

type LabelFields = components["schemas"]["NewLabel"];
type TeamFields = Required<components["schemas"]["NewTeam"]>;

/** Makes a label, or changes one if it is still as it was seen. */
export function useSaveLabel(audience: string, label: Label | undefined) {
  return useChange([["labels", audience]], (body: LabelFields) => ok(label
    ? api.PATCH("/v1/audiences/{audience}/labels/{label}", { params: { path: { audience, label: label.id }, header: seen(label) }, body })
    : api.POST("/v1/audiences/{audience}/labels", { params: { path: { audience }, header: once() }, body })));
}

export function useDeleteLabel(audience: string) {
  return useChange([["labels", audience], ["conversations"], ["thread"]], (label: string) =>
    ok(api.DELETE("/v1/audiences/{audience}/labels/{label}", { params: { path: { audience, label } } })));
}

/** Makes a team, or changes one if it is still as it was seen. */
export function useSaveTeam(audience: string, team: Team | undefined) {
  return useChange([["teams", audience]], (body: TeamFields) => ok(team
    ? api.PATCH("/v1/audiences/{audience}/teams/{team}", { params: { path: { audience, team: team.id }, header: seen(team) }, body })
    : api.POST("/v1/audiences/{audience}/teams", { params: { path: { audience }, header: once() }, body })));
}

export function useDeleteTeam(audience: string) {
  return useChange([["teams", audience], ["conversations"], ["thread"]], (team: string) =>
    ok(api.DELETE("/v1/audiences/{audience}/teams/{team}", { params: { path: { audience, team } } })));
}
