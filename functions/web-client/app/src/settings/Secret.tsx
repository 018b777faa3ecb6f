import "../styles/dialogs";
import { Button, Modal, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import type { ReactNode } from "react";

interface Props {
  title: string;
  secret: string;
  /** What it is for. */
  hint: ReactNode;
  onClose(): void;
}

/** A secret, this once. Only its button closes it: it can't be shown again. */
export function Secret({ title, secret, hint, onClose }: Props) {
  const clipboard = useClipboard();
  return (
    <Modal opened onClose={onClose} title={title} size={560} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false}>
      <div className="fields">
        <p>{hint}</p>
        <div className="secret">
          <TextInput label="Secret" readOnly value={secret} onFocus={(e) => e.currentTarget.select()} data-autofocus classNames={{ input: "mono" }} />
          <Button variant="default" onClick={() => clipboard.copy(secret)}>{clipboard.copied ? "Copied" : "Copy"}</Button>
        </div>
        <p className="banner warn">It is shown this once. Keep it where secrets are kept.</p>
        <div className="buttons dialog-buttons"><Button onClick={onClose}>I have kept it</Button></div>
      </div>
    </Modal>
  );
}
