import "@mantine/core/styles/Input.css";
import { ActionIcon, FileButton, Textarea } from "@mantine/core";
import { Image } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { FileChips } from "../composer/FileChips";
import type { Files } from "../composer/useFiles";
import type { useSaved } from "../saved/useSaved";
import { Cost, type Measured } from "./Cost";

interface Props {
  text: string;
  onText(text: string): void;
  label: string;
  measured: Measured;
  files: Files;
  disabled?: boolean;
  saved: ReturnType<typeof useSaved>;
  /** Ctrl and Enter. */
  onSend(): void;
  input?: RefObject<HTMLTextAreaElement | null>;
  /** What stands between the text and its buttons, and the buttons. */
  children: ReactNode;
}

/** The one field of a text, with what it costs. */
export function TextBox({ text, onText, label, measured, files, disabled, saved, onSend, input, children }: Props) {
  return (
    <div onKeyDown={(e) => { saved.onKeyDown(e); if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); onSend(); } }}>
      <Textarea ref={input} variant="unstyled" className="writing" aria-label={label} placeholder={`${label}…`} autosize minRows={2} maxRows={10}
        maxLength={10_000} disabled={disabled} value={text} onChange={(e) => onText(e.currentTarget.value)} />
      <FileChips files={files.files} onRemove={files.remove} />
      <Cost measured={measured} empty={text.trim() === ""} picture={files.files.length > 0} onPlain={onText} />
      {saved.left}
      {children}
      {saved.picker}
    </div>
  );
}

// What every phone shows; AWS takes them up to 2 MB.
const pictures = "image/jpeg,image/png,image/gif";

/** Chooses the one picture that a text carries. */
export function PictureButton({ files, disabled }: { files: Files; disabled?: boolean }) {
  const take = (chosen: File | null) => {
    if (!chosen) return;
    files.clear();
    files.add([chosen]);
  };
  return (
    <FileButton accept={pictures} onChange={take} disabled={disabled}>
      {(props) => (
        <ActionIcon {...props} variant="subtle" color="gray" size={32} disabled={disabled} aria-label="Attach a picture" title="Attach a picture"><Image size={16} /></ActionIcon>
      )}
    </FileButton>
  );
}
