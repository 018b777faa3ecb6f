import { ActionIcon } from "@mantine/core";
import { Download, Eraser, Merge, MoreHorizontal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { mayAdminister, type Contact } from "../api/types";
import { LazyMenu } from "../shell/LazyMenu";
import { usePlace } from "../shell/place";

const MergeContacts = lazy(() => import("./MergeContacts"));
const ExportContact = lazy(() => import("./ExportContact"));
const EraseContact = lazy(() => import("./EraseContact"));

/** What is done to a contact now and then. */
export function ContactMenu({ contact: c }: { contact: Contact }) {
  const { audience } = usePlace();
  const [asking, setAsking] = useState<"" | "merge" | "export" | "erase">("");
  const close = () => setAsking("");
  return (
    <>
      <LazyMenu label="This contact" position="bottom-end"
        items={[
          { label: "Merge with another", icon: Merge, run: () => setAsking("merge") },
          ...(mayAdminister(audience.role) ? [
            { label: "Export what is known", icon: Download, run: () => setAsking("export") },
            { label: "Erase", icon: Eraser, run: () => setAsking("erase") },
          ] : []),
        ]}>
        <ActionIcon variant="default" size={36} aria-label="More about this contact" aria-haspopup="menu"><MoreHorizontal size={16} /></ActionIcon>
      </LazyMenu>
      <Suspense>
        {asking === "merge" && <MergeContacts contact={c} onClose={close} />}
        {asking === "export" && <ExportContact contact={c} onClose={close} />}
        {asking === "erase" && <EraseContact contact={c} onClose={close} />}
      </Suspense>
    </>
  );
}
