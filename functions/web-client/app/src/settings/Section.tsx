import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { useSection } from "./useSection";

interface Props {
  title: string;
  hint: ReactNode;
  section: Pick<ReturnType<typeof useSection>, "changed" | "undo" | "save" | "saving" | "refusals">;
  children: ReactNode;
}

/** A part of the settings: its fields, and once one is changed the way to save it. */
export function Section({ title, hint, section: s, children }: Props) {
  return (
    <form className="section" aria-label={title} onSubmit={(e) => { e.preventDefault(); s.save(); }}>
      <h2>{title}</h2>
      <p className="muted small">{hint}</p>
      <div className="fields">
        {children}
        {s.refusals.rest && <p role="alert" className="banner danger">{s.refusals.rest}</p>}
        {s.changed && <div className="buttons"><Button type="submit" loading={s.saving}>Save</Button><Button variant="default" onClick={s.undo}>Undo</Button></div>}
      </div>
    </form>
  );
}
