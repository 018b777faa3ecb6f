import { useLiftSuppression } from "../api/people";
import type { Contact } from "../api/types";
import { shortTime } from "../lib/time";
import { usePlace } from "../shell/place";
import { useToast } from "../shell/toasts";

const reasons = { hard_bounce: "bounced", complaint: "reported a mail of ours as spam" };

/** Which of a contact's addresses nothing is sent to, and why. */
export function Suppressed({ contact: c }: { contact: Contact }) {
  const { mayAnswer } = usePlace();
  const lift = useLiftSuppression(c);
  const toast = useToast();
  return c.suppressed?.map((s) => (
    <p className="banner warn" key={s.address}>
      <span>{s.address} {reasons[s.reason]} on {shortTime(s.at)}; nothing is sent there.</span>
      {mayAnswer && <button type="button" className="quiet" onClick={() => lift.mutate(s.address, { onError: (e) => toast({ text: e.message, tone: "error" }) })}>Allow again</button>}
    </p>
  ));
}
