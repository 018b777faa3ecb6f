import { X } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";
import { useCampaigns, useLabels } from "../api/work";
import type { View } from "../lib/view";
import { usePlace } from "../shell/place";
import { useNames } from "../thread/names";
import { LabelDot } from "./LabelChip";

const FilterPicker = lazy(() => import("./FilterPicker"));

interface Props {
  view: View;
  onView(view: View): void;
  choosing: boolean;
  onChoosing(choosing: boolean): void;
}

/** What narrows the list: what is usual at hand, the rest while it is on. */
export function Filters({ view, onView, choosing, onChoosing }: Props) {
  const { audience } = usePlace();
  const set = (change: Partial<View>) => onView({ ...view, ...change });
  const either = <T,>(now: T | undefined, value: T) => (now === value ? undefined : value);
  return (
    <div className="filters" role="group" aria-label="Filters">
      <Toggle on={view.assignee === "me"} onClick={() => set({ assignee: either(view.assignee, "me") })}>Mine</Toggle>
      <Toggle on={view.assignee === "none"} onClick={() => set({ assignee: either(view.assignee, "none") })}>Unassigned</Toggle>
      <Toggle on={view.unread === true} onClick={() => set({ unread: either(view.unread, true) })}>Unread</Toggle>
      {audience.texting.numbers.length > 0 && (
        <Toggle on={view.channel === "sms"} onClick={() => set({ channel: either(view.channel, "sms") })}>Texts</Toggle>
      )}
      <Chosen view={view} set={set} />
      <Suspense>{choosing && <FilterPicker view={view} onView={onView} onClose={() => onChoosing(false)} />}</Suspense>
    </div>
  );
}

function Toggle({ on, onClick, children }: { on: boolean; onClick(): void; children: ReactNode }) {
  return <button type="button" className="filter" aria-pressed={on} onClick={onClick}>{children}</button>;
}

/** What was chosen beyond what is at hand; a click takes it away. */
function Chosen({ view: v, set }: { view: View; set(change: Partial<View>): void }) {
  const { audience } = usePlace();
  const names = useNames(audience.id);
  const label = useLabels(audience.id).data?.find((l) => l.id === v.label);
  const campaigns = useCampaigns(audience.id, v.campaigns.length > 0).data;
  const someone = v.assignee && v.assignee !== "me" && v.assignee !== "none" ? v.assignee : "";
  return (
    <>
      {v.unread === false && <Removable words="Read" onClick={() => set({ unread: undefined })} />}
      {v.channel === "email" && <Removable words="Email" onClick={() => set({ channel: undefined })} />}
      {someone && <Removable words={names.assignee(someone)} onClick={() => set({ assignee: undefined })} />}
      {v.label && <Removable words={label?.name ?? "A label"} mark={label && <LabelDot colour={label.colour} />} onClick={() => set({ label: undefined })} />}
      {v.campaigns.map((c) => <Removable key={c} words={campaigns?.find((known) => known.id === c)?.name ?? "A campaign"} onClick={() => set({ campaigns: v.campaigns.filter((other) => other !== c) })} />)}
      {v.automatic && <Removable words="With automatic ones" onClick={() => set({ automatic: false })} />}
    </>
  );
}

function Removable({ words, mark, onClick }: { words: string; mark?: ReactNode; onClick(): void }) {
  return (
    <button type="button" className="filter" aria-pressed onClick={onClick} title={`Without: ${words}`}>
      {mark}<span className="cut">{words}</span><X size={12} aria-hidden />
    </button>
  );
}
