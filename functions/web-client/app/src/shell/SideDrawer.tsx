import "../styles/dialogs";
import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";

/** The side menu where the screen has no room for it. */
export default function SideDrawer({ onClose, children }: { onClose(): void; children: ReactNode }) {
  return (
    <Drawer opened onClose={onClose} size={264} withCloseButton={false} padding={0} aria-label="Menu">
      {children}
    </Drawer>
  );
}
