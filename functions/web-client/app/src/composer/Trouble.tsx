import type { ReactNode } from "react";
import { APIError } from "../api/client";
import { ChangedError } from "../api/seen";

interface Props {
  error: Error | null;
  /** Sends it all the same; forced where a recipient bounced or complained before. */
  send(force: boolean): void;
  /** Another way on. */
  children?: ReactNode;
}

/** Why an answer was not sent, with the way on where there is one. */
export function Trouble({ error, send, children }: Props) {
  if (!error) return null;
  const suppressed = error instanceof APIError && error.kind === "suppressed";
  const reused = error instanceof APIError && error.kind === "key_reused";
  const again = error instanceof ChangedError || suppressed || reused;
  return (
    <div className="banner danger" role="alert">
      <span>{sentenceOf(error, reused)}</span>
      {again && <button type="button" className="quiet" onClick={() => send(suppressed)}>{suppressed || reused ? "Send anyway" : "Send as it is"}</button>}
      {children}
    </div>
  );
}

function sentenceOf(error: Error, reused: boolean): string {
  if (reused) return "An earlier version of this went out already. Send this one as well?";
  return error instanceof ChangedError ? `${error.message} Your answer was not sent yet.` : error.message;
}
