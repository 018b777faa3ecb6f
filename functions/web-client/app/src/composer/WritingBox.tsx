import "@mantine/core/styles/Input.css";
import { ActionIcon, Button, FileButton, Textarea } from "@mantine/core";
import { Paperclip } from "lucide-react";
import { useRef, type ReactNode, type RefObject } from "react";
import { useSaved } from "../saved/useSaved";
import { FileChips } from "./FileChips";
import type { Files } from "./useFiles";

interface Props {
  text: string;
  onText(text: string): void;
  files: Files;
  sending: boolean;
  label: string;
  onSend(): void;
  onDiscard(): void;
  /** The conversation that is answered; absent where one begins. */
  conversation?: string;
  input?: RefObject<HTMLTextAreaElement | null>;
  minRows?: number;
  /** Stands beside the button that sends. */
  more?: ReactNode;
  children?: ReactNode;
}

/** Text, files and the buttons below them; files can be dropped or pasted too. */
export function WritingBox({ text, onText, files, sending, label, onSend, onDiscard, conversation, input, minRows = 4, more, children }: Props) {
  const own = useRef<HTMLTextAreaElement>(null);
  const saved = useSaved({ channel: "email", conversation, text, onText, input: input ?? own });
  const take = (list: FileList | null | undefined) => {
    if (!list?.length) return false;
    files.add([...list]);
    return true;
  };
  return (
    <div onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); take(e.dataTransfer.files); }}
      onKeyDown={(e) => { saved.onKeyDown(e); if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); onSend(); } }}>
      <Textarea ref={input ?? own} variant="unstyled" className="writing" aria-label={label} placeholder={`${label}…`} autosize minRows={minRows} maxRows={14}
        maxLength={100_000} value={text} onChange={(e) => onText(e.currentTarget.value)}
        onPaste={(e) => { if (take(e.clipboardData.files)) e.preventDefault(); }} />
      <FileChips files={files.files} onRemove={files.remove} />
      {saved.left}
      {children}
      <div className="composer-foot">
        <Button onClick={onSend} loading={sending} loaderProps={{ type: "dots" }}>Send</Button>
        {more}
        <FileButton multiple onChange={(chosen) => files.add(chosen)}>
          {(props) => (
            <ActionIcon {...props} variant="subtle" color="gray" size={32} aria-label="Attach files" title="Attach files"><Paperclip size={16} /></ActionIcon>
          )}
        </FileButton>
        {saved.button}
        <span className="hint muted"><kbd>Ctrl</kbd> <kbd>Enter</kbd> sends · goes to these people only, without tracking</span>
        <button type="button" className="quiet" onClick={onDiscard}>Discard</button>
      </div>
      {saved.picker}
    </div>
  );
}
