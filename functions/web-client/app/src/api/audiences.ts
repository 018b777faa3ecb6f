import { once, seen, useChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";
import type { Audience } from "./types";

export type EditAudience = components["schemas"]["EditAudience"];
export type NewAudience = components["schemas"]["NewAudience"];
export type ServiceLevel = components["schemas"]["ServiceLevel"];

/** Changes an audience's settings, if they are still as they were seen; what is left out stays. */
export function useEditAudience(a: Audience) {
  return useChange([["me"], ["audience", a.id], ["numbers", a.id]], (body: EditAudience) =>
    ok(api.PATCH("/v1/audiences/{audience}", { params: { path: { audience: a.id }, header: seen(a) }, body })));
}

/** Deletes an audience in which nothing is left; its name confirms it. */
export function useDeleteAudience(a: Audience) {
  return useChange([["me"]], (confirm: string) =>
    ok(api.POST("/v1/audiences/{audience}/delete", { params: { path: { audience: a.id }, header: { ...seen(a), ...once() } }, body: { confirm } })));
}

export function useCreateAudience() {
  return useChange([["me"]], (body: NewAudience) => ok(api.POST("/v1/audiences", { params: { header: once() }, body })));
}
