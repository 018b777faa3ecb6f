import { useRecordConsent } from "../api/texting";
import type { TextingState, Thread } from "../api/types";
import { useToast } from "../shell/toasts";

const shown = 160; // characters of the words that fit the banner

/** Words of the contact that seem to refuse more texts, until somebody decides what they mean. */
export function Refusal({ thread, state }: { thread: Thread; state: TextingState }) {
  const record = useRecordConsent(thread.conversation.audience);
  const toast = useToast();
  const refusal = state.refusal;
  if (!refusal || state.consent.state === "opted_out") return null;
  const words = thread.messages.find((m) => m.id === refusal)?.text ?? "";
  const decide = (kind: "opt_out" | "dismissed", said: string) => record.mutate(
    { key: crypto.randomUUID(), kind, number: state.consent.number, words, conversation: thread.conversation.id, message: refusal },
    { onSuccess: () => toast({ text: said }), onError: (e) => toast({ text: e.message, tone: "error" }) },
  );
  return (
    <div className="banner warn refusal" role="status">
      <span>
        This may mean no more texts{words && <>: “{words.length > shown ? `${words.slice(0, shown)}…` : words}”</>}.
        {" "}Nothing is sent by itself until you decide.
      </span>
      <button type="button" className="quiet" disabled={record.isPending} onClick={() => decide("opt_out", "Opted out: nothing is texted to them any more")}>Opt out</button>
      <button type="button" className="quiet" disabled={record.isPending} onClick={() => decide("dismissed", "Noted: not a refusal")}>Not a refusal</button>
    </div>
  );
}
