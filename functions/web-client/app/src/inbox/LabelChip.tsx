import type { Label } from "../api/work";

/** A label's colour. */
export function LabelDot({ colour }: { colour: Label["colour"] }) {
  return <span className={`label-dot ${colour}`} aria-hidden />;
}

/** A label by colour and name. */
export function LabelChip({ label }: { label: Label }) {
  return <span className="label-chip"><LabelDot colour={label.colour} /> <span className="cut">{label.name}</span></span>;
}
