import { ActionIcon } from "@mantine/core";
import { MailOpen, Merge, MoreHorizontal, UserRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../api/types";
import { LazyMenu } from "../shell/LazyMenu";
import { usePlace } from "../shell/place";

const MergeThreads = lazy(() => import("./MergeThreads"));

interface Props {
  conversation: Conversation;
  onUnread(): void;
  onBeside(): void;
}

/** What is done to a conversation now and then, and what a narrow screen has no room for. */
export function ThreadMenu({ conversation: c, onUnread, onBeside }: Props) {
  const { mayAnswer } = usePlace();
  const [merging, setMerging] = useState(false);
  return (
    <>
      <LazyMenu label={c.reference} position="bottom-end"
        items={[
          { label: "About the contact", icon: UserRound, run: onBeside },
          ...(mayAnswer ? [{ label: "Mark unread", icon: MailOpen, run: onUnread }] : []),
          ...(mayAnswer && c.contact && c.channel === "email" ? [{ label: "Merge another into this", icon: Merge, run: () => setMerging(true) }] : []),
        ]}>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="More about this conversation" aria-haspopup="menu"><MoreHorizontal size={16} /></ActionIcon>
      </LazyMenu>
      <Suspense>{merging && <MergeThreads conversation={c} onClose={() => setMerging(false)} />}</Suspense>
    </>
  );
}
