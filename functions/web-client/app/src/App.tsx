import { lazy, Suspense, useEffect } from "react";
import { setSignedOutHandler } from "./api/client";
import { useSession } from "./auth/session";
import { SignIn } from "./auth/SignIn";
import { Waiting } from "./shell/Waiting";

const Workspace = lazy(() => import("./shell/Workspace"));

/** The page: a sign-in until somebody is known, then their work. */
export function App() {
  const { stage, drop } = useSession();
  useEffect(() => setSignedOutHandler(() => drop("Your session ended. Sign in to go on where you were.")), [drop]);
  if (stage === "out") return <SignIn />;
  return <Suspense fallback={<Waiting />}>{stage === "in" ? <Workspace /> : <Waiting />}</Suspense>;
}
