import "../styles/dialogs";
import "../styles/snooze.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Checkbox.css";
import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSnoozeOptions, type SnoozeChoice } from "../api/snooze";
import { presetWords } from "../lib/snooze";
import { focusFirst } from "../shell/focusFirst";
import { dayAndClock, wallTime } from "../lib/zones";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Props {
  title: string;
  onChoose(choice: SnoozeChoice): void;
  onClose(): void;
}

/** Asks until when a conversation shall be out of sight. */
export default function Snooze({ title, onChoose, onClose }: Props) {
  const options = useSnoozeOptions(zone);
  const [even, setEven] = useState(false);
  const [now] = useState(() => new Date());
  const [wall, setWall] = useState("");
  const choose = (choice: SnoozeChoice) => onChoose({ zone, ...(even && { even_if_reply: true }), ...choice });
  return (
    <Modal opened onClose={onClose} title={title} size={400}>
      <div className="snooze">
        {options.isError && <p role="alert" className="banner danger">{options.error.message}</p>}
        <ul className="times">
          {options.data?.map((o, i) => (
            <li key={o.preset}>
              <button type="button" className="time-choice" data-autofocus={i === 0 || undefined} ref={i === 0 ? focusFirst : undefined} onClick={() => choose({ preset: o.preset })}>
                <span>{presetWords[o.preset]}</span>
                <span className="muted">{dayAndClock(new Date(o.until), zone, now)}</span>
              </button>
            </li>
          ))}
          <li>
            <button type="button" className="time-choice" onClick={() => onChoose({ preset: "until_reply" })}>Until they reply</button>
          </li>
        </ul>
        <form className="any-time" onSubmit={(e) => { e.preventDefault(); choose({ preset: "custom", wall }); }}>
          <TextInput type="datetime-local" label="Any time" required withAsterisk={false} min={wallTime(now, zone)}
            value={wall} onChange={(e) => setWall(e.currentTarget.value)} />
          <Button type="submit" variant="default" disabled={!wall}>Snooze</Button>
        </form>
        <Checkbox label="Even if they reply before" checked={even} onChange={(e) => setEven(e.currentTarget.checked)} />
      </div>
    </Modal>
  );
}
