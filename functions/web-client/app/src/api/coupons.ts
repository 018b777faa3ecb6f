import { useQuery } from "@tanstack/react-query";
import { once, useChange } from "./change";
import { api, ok } from "./client";
import type { components } from "./schema";

export type CouponPool = components["schemas"]["CouponPool"];

/** The audience's pools of coupon codes, by name. */
export function useCouponPools(audience: string) {
  return useQuery({
    queryKey: ["coupons", audience],
    queryFn: async () => (await ok(api.GET("/v1/audiences/{audience}/coupons", { params: { path: { audience } } }))).pools,
  });
}

export function useCreatePool(audience: string) {
  return useChange([["coupons", audience]], (body: { name: string }) =>
    ok(api.POST("/v1/audiences/{audience}/coupons", { params: { path: { audience }, header: once() }, body })));
}

const atOnce = 1000; // codes that one request may bring

/** Puts codes into a pool, and tells how many were new to it. */
export function useAddCodes(audience: string, pool: string) {
  return useChange([["coupons", audience]], async (codes: string[]) => {
    let added = 0;
    for (let i = 0; i < codes.length; i += atOnce) {
      added += (await ok(api.POST("/v1/audiences/{audience}/coupons/{pool}/codes", {
        params: { path: { audience, pool }, header: once() }, body: { codes: codes.slice(i, i + atOnce) },
      }))).added;
    }
    return added;
  });
}

export function useDeletePool(audience: string) {
  return useChange([["coupons", audience]], (pool: string) =>
    ok(api.DELETE("/v1/audiences/{audience}/coupons/{pool}", { params: { path: { audience, pool } } })));
}
