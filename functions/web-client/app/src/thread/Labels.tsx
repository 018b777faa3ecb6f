import { Tag } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../api/types";
import { useLabels, useSetLabel } from "../api/work";
import { LabelDot, LabelChip } from "../inbox/LabelChip";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { useShortcuts } from "../shell/useShortcuts";

const Picker = lazy(() => import("../shell/Picker"));

/** The conversation's labels; choosing one gives it or takes it away. */
export function Labels({ conversation: c }: { conversation: Conversation }) {
  const { mayAnswer } = usePlace();
  const [choosing, setChoosing] = useState(false);
  const labels = useLabels(c.audience).data ?? [];
  const set = useSetLabel();
  const toast = useToast();
  const has = (id: string) => c.labels.includes(id);
  useShortcuts({ ...(mayAnswer && { l: () => setChoosing(true) }) });
  return (
    <>
      {labels.filter((l) => has(l.id)).map((l) => <LabelChip key={l.id} label={l} />)}
      {mayAnswer && (
        <button type="button" className="chip" onClick={() => setChoosing(true)} title="Labels (l)"><Tag size={12} aria-hidden /> Label</button>
      )}
      <Suspense>
        {choosing && (
          <Picker title="Labels" empty="There are no labels yet. A manager makes them under Settings." onClose={() => setChoosing(false)}
            choices={labels.map((l) => ({ id: l.id, label: l.name, chosen: has(l.id), mark: <LabelDot colour={l.colour} /> }))}
            onChoose={(label) => set.mutate({ conversation: c.id, to: { label, on: !has(label) } }, { onError: (e) => toast({ text: e.message, tone: "error" }) })} />
        )}
      </Suspense>
    </>
  );
}
