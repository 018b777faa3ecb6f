import { UserRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../api/types";
import { ChangedError } from "../api/seen";
import { useAssign } from "../api/work";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";
import { useShortcuts } from "../shell/useShortcuts";
import { useNames } from "./names";

const ChooseAssignee = lazy(() => import("./ChooseAssignee"));

/** Whose work the conversation is. */
export function Assignee({ conversation: c }: { conversation: Conversation }) {
  const { me, mayAnswer } = usePlace();
  const [choosing, setChoosing] = useState(false);
  const names = useNames(c.audience);
  const assign = useAssign(names.assignee);
  const toast = useToast();
  const give = (to: string) => {
    setChoosing(false);
    assign.mutate({ conversation: c.id, to }, { onError: (e) => toast({ text: e instanceof ChangedError ? `${e.message} Nothing was changed.` : e.message, tone: "error" }) });
  };
  useShortcuts({ ...(mayAnswer && { i: () => give(c.assignee === me.member.id ? "" : me.member.id), m: () => setChoosing(true) }) });
  const words = c.assignee ? names.assignee(c.assignee) : "Nobody";
  if (!mayAnswer) return <span className="cut muted">{c.assignee && words}</span>;
  return (
    <>
      <button type="button" className="chip" onClick={() => setChoosing(true)} aria-label={c.assignee ? `Assigned to ${words}; change` : undefined} title="Assign (m), to me (i)">
        <UserRound size={12} aria-hidden /> <span className="cut">{c.assignee ? words : "Assign"}</span>
      </button>
      <Suspense>{choosing && <ChooseAssignee current={c.assignee} audience={c.audience} onChoose={give} onClose={() => setChoosing(false)} />}</Suspense>
    </>
  );
}
