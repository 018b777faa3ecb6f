import { ActionIcon } from "@mantine/core";
import { Merge, MoreHorizontal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Contact } from "../api/types";
import { LazyMenu } from "../shell/LazyMenu";

const MergeContacts = lazy(() => import("./MergeContacts"));

/** What is done to a contact now and then. */
export function ContactMenu({ contact: c }: { contact: Contact }) {
  const [merging, setMerging] = useState(false);
  return (
    <>
      <LazyMenu label="This contact" position="bottom-end" items={[{ label: "Merge with another", icon: Merge, run: () => setMerging(true) }]}>
        <ActionIcon variant="default" size={36} aria-label="More about this contact" aria-haspopup="menu"><MoreHorizontal size={16} /></ActionIcon>
      </LazyMenu>
      <Suspense>{merging && <MergeContacts contact={c} onClose={() => setMerging(false)} />}</Suspense>
    </>
  );
}
