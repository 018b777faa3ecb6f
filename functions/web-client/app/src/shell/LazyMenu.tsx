import type { LucideIcon } from "lucide-react";
import { cloneElement, lazy, Suspense, useState, type ReactElement } from "react";

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  run(): void;
}

export interface MenuProps {
  label: string;
  position: "bottom-start" | "top-start" | "bottom-end";
  items: MenuItem[];
  /** The button that opens it. */
  children: ReactElement<{ onClick?: () => void; onPointerEnter?: () => void }>;
}

const load = () => import("./OpenMenu");
const OpenMenu = lazy(load);

/** A menu that is no part of the first load: it comes when first opened. */
export function LazyMenu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const button = cloneElement(props.children, { onClick: () => setWanted(true), onPointerEnter: () => void load() });
  return wanted ? <Suspense fallback={props.children}><OpenMenu {...props} /></Suspense> : button;
}
