import "../styles/dialogs";
import "../styles/snooze.css";
import "@mantine/core/styles/Input.css";
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSnoozeOptions } from "../api/snooze";
import { presetWords } from "../lib/snooze";
import { focusFirst } from "../shell/focusFirst";
import { dayAndClock, instantOf, wallTime } from "../lib/zones";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Asks when a message shall leave. */
export default function SendLater({ onChoose, onClose }: { onChoose(at: string): void; onClose(): void }) {
  const options = useSnoozeOptions(zone);
  const [now] = useState(() => new Date());
  const [wall, setWall] = useState("");
  return (
    <Modal opened onClose={onClose} title="Send later" size={400}>
      {options.isError && <p role="alert" className="banner danger">{options.error.message}</p>}
      <ul className="times">
        {options.data?.map((o, i) => (
          <li key={o.preset}>
            <button type="button" className="time-choice" data-autofocus={i === 0 || undefined} ref={i === 0 ? focusFirst : undefined} onClick={() => onChoose(o.until)}>
              <span>{presetWords[o.preset]}</span>
              <span className="muted">{dayAndClock(new Date(o.until), zone, now)}</span>
            </button>
          </li>
        ))}
      </ul>
      <form className="any-time" onSubmit={(e) => { e.preventDefault(); onChoose(instantOf(wall, zone).toISOString()); }}>
        <TextInput type="datetime-local" label="Any time" required withAsterisk={false} min={wallTime(now, zone)}
          value={wall} onChange={(e) => setWall(e.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={!wall}>Schedule</Button>
      </form>
    </Modal>
  );
}
