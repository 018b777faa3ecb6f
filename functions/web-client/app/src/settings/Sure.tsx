import { Button } from "@mantine/core";
import { useState } from "react";

interface Props {
  label: string;
  /** What the button says once it was pressed: what will happen. */
  sure: string;
  busy: boolean;
  /** As the list of a screen calls it, where several stand side by side. */
  name?: string;
  run(): void;
}

/** A button for what can't be undone: the second press does it. */
export function Sure({ label, sure, busy, name, run }: Props) {
  const [asked, setAsked] = useState(false);
  return (
    <Button variant={asked ? "filled" : "default"} color={asked ? "red" : undefined} loading={busy} aria-label={name && `${asked ? sure : label} ${name}`}
      onClick={() => (asked ? run() : setAsked(true))} onBlur={() => setAsked(false)}>
      {asked ? sure : label}
    </Button>
  );
}
