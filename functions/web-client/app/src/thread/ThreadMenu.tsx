import { ActionIcon } from "@mantine/core";
import { MailOpen, Merge, MoreHorizontal, Trash2, UserRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { mayManage, type Conversation } from "../api/types";
import { LazyMenu } from "../shell/LazyMenu";
import { usePlace } from "../shell/place";

const MergeThreads = lazy(() => import("./MergeThreads"));
const DeleteForGood = lazy(() => import("../deleting/DeleteForGood"));

interface Props {
  conversation: Conversation;
  onUnread(): void;
  onBeside(): void;
  /** The conversation is no more. */
  onGone(): void;
}

/** What is done to a conversation now and then, and what a narrow screen has no room for. */
export function ThreadMenu({ conversation: c, onUnread, onBeside, onGone }: Props) {
  const { audience, mayAnswer } = usePlace();
  const [asking, setAsking] = useState<"" | "merge" | "delete">("");
  const close = () => setAsking("");
  return (
    <>
      <LazyMenu label={c.reference} position="bottom-end"
        items={[
          { label: "About the contact", icon: UserRound, run: onBeside },
          ...(mayAnswer ? [{ label: "Mark unread", icon: MailOpen, run: onUnread }] : []),
          ...(mayAnswer && c.contact && c.channel === "email" ? [{ label: "Merge another into this", icon: Merge, run: () => setAsking("merge") }] : []),
          ...(mayManage(audience.role) && c.status === "trash" ? [{ label: "Delete for good", icon: Trash2, run: () => setAsking("delete") }] : []),
        ]}>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="More about this conversation" aria-haspopup="menu"><MoreHorizontal size={16} /></ActionIcon>
      </LazyMenu>
      <Suspense>
        {asking === "merge" && <MergeThreads conversation={c} onClose={close} />}
        {asking === "delete" && <DeleteForGood ids={[c.id]} names={new Map([[c.id, c.subject || c.contact_name]])} onBegun={onGone} onClose={close} />}
      </Suspense>
    </>
  );
}
