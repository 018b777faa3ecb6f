import { lazy, type ComponentType } from "react";
import type { Role } from "../api/types";

interface SettingsSection {
  /** Its part of the address. */
  path: string;
  label: string;
  /** Who finds it, and who may change something in it. */
  seen: Role;
  changed: Role;
  View: ComponentType;
}

/** All that can be set of an audience. */
export const ofAudience: SettingsSection[] = [
  { path: "audience", label: "General", seen: "viewer", changed: "manager", View: lazy(() => import("./General")) },
  { path: "email", label: "Email", seen: "viewer", changed: "manager", View: lazy(() => import("./Email")) },
  { path: "texting", label: "Texting", seen: "viewer", changed: "manager", View: lazy(() => import("./Texting")) },
  { path: "labels", label: "Labels", seen: "viewer", changed: "manager", View: lazy(() => import("./Labels")) },
  { path: "teams", label: "Teams", seen: "viewer", changed: "manager", View: lazy(() => import("./Teams")) },
];

/** All that can be set of the account. */
export const ofAccount: SettingsSection[] = [
  { path: "members", label: "Members", seen: "viewer", changed: "owner", View: lazy(() => import("../members/Members")) },
];
