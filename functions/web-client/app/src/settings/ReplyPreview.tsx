import { NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useNewest, usePreview } from "../api/savedReplies";
import { useRights } from "./useRights";

const typingMs = 400;

/** How a text would read to whom it may be sent. */
export function ReplyPreview({ text: typed }: { text: string }) {
  const { audience, answer } = useRights();
  const [text] = useDebouncedValue(typed, typingMs);
  const [conversation, setConversation] = useState("");
  const newest = useNewest(audience.id).data ?? [];
  const preview = usePreview(audience.id, answer ? text : "", conversation);
  if (!answer || !text.trim()) return null;
  const empty = preview.data?.empty ?? [];
  return (
    <section className="preview-pane" aria-label="Preview">
      <NativeSelect label="As it would read to" value={conversation} onChange={(e) => setConversation(e.currentTarget.value)}
        data={[{ value: "", label: "Somebody of whom nothing is known" }, ...newest.map((c) => ({ value: c.id, label: `${c.contact_name || "A machine"}: ${c.subject || c.preview}` }))]} />
      {preview.error ? <p className="banner warn">{preview.error.message}</p> : <p className="text">{preview.data?.text}</p>}
      {!preview.error && empty.length > 0 && (
        <p className="muted small">Nothing is known here as {empty.join(", ")}. Say what shall stand there instead: {`{{${empty[0]} | "there"}}`}</p>
      )}
    </section>
  );
}
