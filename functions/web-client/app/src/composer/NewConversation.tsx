import "../styles/dialogs";
import "../styles/thread.css";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import { Modal, SegmentedControl } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { usePlace, type Writing } from "../shell/place";
import { NewEmail } from "./NewEmail";

const NewText = lazy(() => import("../texting/NewText"));

const channels = [{ value: "email", label: "Email" }, { value: "sms", label: "Text message" }];

/** A message that begins a conversation with one person. */
export default function NewConversation({ to, channel: begin, onClose }: Writing & { onClose(): void }) {
  const { audience } = usePlace();
  const [channel, setChannel] = useState<string>(begin);
  return (
    <Modal opened onClose={onClose} title="New conversation" size={640}>
      <div className="new-conversation">
        {audience.texting.numbers.length > 0 && <SegmentedControl aria-label="Channel" data={channels} value={channel} onChange={setChannel} transitionDuration={80} />}
        {channel === "email" ? <NewEmail to={begin === "email" ? to : ""} onClose={onClose} /> : <Suspense><NewText to={begin === "sms" ? to : ""} onClose={onClose} /></Suspense>}
      </div>
    </Modal>
  );
}
