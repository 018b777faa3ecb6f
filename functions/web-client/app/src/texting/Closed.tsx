import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import type { Conversation, TextingState } from "../api/types";

const RecordConsent = lazy(() => import("./RecordConsent"));

/** Why the contact may not be texted, in the API's own words, and what can be done. */
export function Closed({ conversation: c, state }: { conversation: Conversation; state: TextingState }) {
  const [recording, setRecording] = useState(false);
  const consents = state.reason === "no_consent" || state.reason === "opted_out";
  return (
    <div className="banner warn" role="status">
      <span>{state.detail}</span>
      {consents && <button type="button" className="quiet" onClick={() => setRecording(true)}>{state.reason === "opted_out" ? "Record a new consent" : "Record consent"}</button>}
      {(state.reason === "blocked" || state.reason === "no_time_zone") && c.contact && <Link className="quiet" to={`/a/${c.audience}/contacts/${c.contact}`}>Open the contact</Link>}
      {state.reason === "number_inactive" && <Link className="quiet" to={`/a/${c.audience}/settings`}>See the number</Link>}
      <Suspense>{recording && <RecordConsent audience={c.audience} number={state.consent.number} onClose={() => setRecording(false)} />}</Suspense>
    </div>
  );
}
