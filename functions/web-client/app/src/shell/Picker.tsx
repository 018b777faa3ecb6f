import "../styles/dialogs";
import "../styles/picker.css";
import "@mantine/core/styles/Input.css";
import { Modal, TextInput } from "@mantine/core";
import { Check } from "lucide-react";
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";

export interface Choice {
  id: string;
  label: string;
  /** What stands before the label: a colour, a face. */
  mark?: ReactNode;
  hint?: string;
  chosen?: boolean;
}

interface Props {
  title: string;
  choices: Choice[];
  /** What is said where there is nothing to choose from. */
  empty: string;
  onChoose(id: string): void;
  onClose(): void;
  /** Finds the choices elsewhere by what is typed, where there are too many to have them all here. */
  onText?(text: string): void;
}

/** One thing of many, found by typing: arrows move, Enter chooses. */
export default function Picker({ title, choices, empty, onChoose, onClose, onText }: Props) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const wanted = text.trim().toLowerCase();
  const shown = onText ? choices : choices.filter((c) => c.label.toLowerCase().includes(wanted));
  const here = Math.min(at, shown.length - 1);
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(shown.length - 1, here + step)));
    }
    if (event.key === "Enter" && shown[here]) {
      event.preventDefault();
      onChoose(shown[here].id);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size={400}>
      <TextInput data-autofocus aria-label={title} placeholder="Type to find" value={text} onKeyDown={keys}
        onChange={(e) => { setText(e.currentTarget.value); setAt(0); onText?.(e.currentTarget.value); }}
        role="combobox" aria-expanded aria-controls={list} aria-activedescendant={shown[here] && `${list}-${shown[here].id}`} />
      {shown.length === 0 && <p className="muted picker-empty">{choices.length === 0 ? empty : "Nothing is called so."}</p>}
      <ul className="picker" id={list} role="listbox" aria-label={title}>
        {shown.map((c, i) => (
          <li key={c.id} id={`${list}-${c.id}`} role="option" aria-selected={i === here} onClick={() => onChoose(c.id)} onPointerMove={() => setAt(i)}>
            {c.mark}
            <span className="cut">{c.label}</span>
            {c.hint && <span className="muted hint">{c.hint}</span>}
            {c.chosen && <Check size={16} aria-label="chosen" />}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
