import { lazy, Suspense } from "react";
import type { ConversationRow } from "../api/types";
import { useLabels } from "../api/work";
import { LabelDot } from "../inbox/LabelChip";
import Picker from "../shell/Picker";
import { usePlace } from "../shell/place";
import { namesOf, type Act } from "./BulkBar";

const Snooze = lazy(() => import("../snooze/Snooze"));
const DeleteForGood = lazy(() => import("../deleting/DeleteForGood"));
const ChooseAssignee = lazy(() => import("../thread/ChooseAssignee"));

/** What has to be known before something can be done. */
export type Question = "snooze" | "assign" | "label" | "delete";

interface Props {
  question: Question;
  /** What it is done to, as far as it is in view. */
  rows: ConversationRow[];
  onAnswer(act: Act): void;
  /** It was done already: deleting is a job of its own. */
  onDone(): void;
  onClose(): void;
}

/** Asks until when, to whom, with which label, or whether it is really meant. */
export default function Ask({ question, rows, onAnswer, onDone, onClose }: Props) {
  const { audience } = usePlace();
  return (
    <Suspense>
      {question === "snooze" && (
        <Snooze title="Snooze" onClose={onClose} onChoose={(snooze) => onAnswer({ action: { snooze }, words: { doing: "Snoozing", did: "snoozed" } })} />
      )}
      {question === "assign" && (
        <ChooseAssignee audience={audience.id} onClose={onClose}
          onChoose={(assignee, name) => onAnswer({ action: { assign: { assignee } }, words: { doing: `Assigning to ${name}`, did: `assigned to ${name}` } })} />
      )}
      {question === "delete" && <DeleteForGood ids={rows.map((r) => r.id)} names={namesOf(rows)} onBegun={onDone} onClose={onClose} />}
      {question === "label" && <ChooseLabel rows={rows} onAnswer={onAnswer} onClose={onClose} />}
    </Suspense>
  );
}

/** A label that all have is taken away, any other is given to all. */
function ChooseLabel({ rows, onAnswer, onClose }: Omit<Props, "question" | "onDone">) {
  const labels = useLabels(usePlace().audience.id).data ?? [];
  const all = (id: string) => rows.length > 0 && rows.every((r) => r.labels.includes(id));
  const choose = (id: string) => {
    const name = labels.find((l) => l.id === id)!.name;
    onAnswer(all(id)
      ? { action: { labels: { remove: [id] } }, words: { doing: `Taking ${name} away`, did: `no longer labelled ${name}` } }
      : { action: { labels: { add: [id] } }, words: { doing: `Labelling ${name}`, did: `labelled ${name}` } });
  };
  return (
    <Picker title="Labels" empty="There are no labels yet. A manager makes them under Settings." onChoose={choose} onClose={onClose}
      choices={labels.map((l) => ({ id: l.id, label: l.name, chosen: all(l.id), mark: <LabelDot colour={l.colour} /> }))} />
  );
}
