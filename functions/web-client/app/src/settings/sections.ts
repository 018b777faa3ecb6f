import { lazy, type ComponentType } from "react";
import type { Role } from "../api/types";

interface SettingsSection {
  /** Its part of the address. */
  path: string;
  label: string;
  /** Who finds it. */
  seen: Role;
  /** Who may change something in it; who only finds it reads. */
  changed: Role;
  View: ComponentType;
}

/** All that can be set of an audience. */
export const ofAudience: SettingsSection[] = [
  { path: "audience", label: "General", seen: "viewer", changed: "manager", View: lazy(() => import("./General")) },
  { path: "email", label: "Email", seen: "viewer", changed: "manager", View: lazy(() => import("./Email")) },
  { path: "texting", label: "Texting", seen: "viewer", changed: "manager", View: lazy(() => import("./Texting")) },
  { path: "service-level", label: "Service level", seen: "viewer", changed: "manager", View: lazy(() => import("./ServiceLevel")) },
  { path: "labels", label: "Labels", seen: "viewer", changed: "manager", View: lazy(() => import("./Labels")) },
  { path: "teams", label: "Teams", seen: "viewer", changed: "manager", View: lazy(() => import("./Teams")) },
  { path: "saved-replies", label: "Saved replies", seen: "viewer", changed: "manager", View: lazy(() => import("./SavedReplies")) },
  { path: "coupons", label: "Coupon codes", seen: "viewer", changed: "manager", View: lazy(() => import("./Coupons")) },
  { path: "webhooks", label: "Webhooks", seen: "admin", changed: "admin", View: lazy(() => import("./Webhooks")) },
  { path: "jobs", label: "Jobs", seen: "viewer", changed: "viewer", View: lazy(() => import("./Jobs")) },
];

/** All that can be set of the account. */
export const ofAccount: SettingsSection[] = [
  { path: "members", label: "Members", seen: "viewer", changed: "viewer", View: lazy(() => import("../members/Members")) },
  { path: "keys", label: "API keys", seen: "admin", changed: "admin", View: lazy(() => import("./Keys")) },
  { path: "audit", label: "Audit log", seen: "admin", changed: "admin", View: lazy(() => import("./AuditLog")) },
  { path: "checks", label: "Checks", seen: "owner", changed: "owner", View: lazy(() => import("./Checks")) },
];
