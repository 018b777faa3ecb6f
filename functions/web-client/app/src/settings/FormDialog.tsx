import "../styles/dialogs";
import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What the button says that saves. */
  save: string;
  saving: boolean;
  /** Whether there is enough to save. */
  ready: boolean;
  /** What was refused of the whole. */
  refusal: string;
  onSave(): void;
  onClose(): void;
  /** What else can be done, beside saving. */
  more?: ReactNode;
  children: ReactNode;
}

/** A few fields to fill in. */
export function FormDialog({ title, save, saving, ready, refusal, onSave, onClose, more, children }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      <form className="fields" aria-label={title} onSubmit={(e) => { e.preventDefault(); onSave(); }}>
        {children}
        {refusal && <p role="alert" className="banner danger">{refusal}</p>}
        <div className="buttons dialog-buttons">
          {more}
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={saving} disabled={!ready}>{save}</Button>
        </div>
      </form>
    </Modal>
  );
}
