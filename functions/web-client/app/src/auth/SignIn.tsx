import { Button } from "@mantine/core";
import { useState } from "react";
import { Mark } from "../shell/Mark";
import { useSession } from "./session";

/** What somebody sees who is not signed in. */
export function SignIn() {
  const { notice, signIn } = useSession();
  const [leaving, setLeaving] = useState(false);
  const [fault, setFault] = useState("");
  const go = () => {
    setLeaving(true);
    setFault("");
    signIn().catch(() => {
      setLeaving(false);
      setFault("The sign-in service can't be reached. Please try again in a moment.");
    });
  };
  return (
    <main className="center">
      <Mark size={40} />
      <h1>Sign in to Confab</h1>
      <p className="muted">Your team's shared inbox.</p>
      {(fault || notice) && <p role="alert" className="notice">{fault || notice}</p>}
      <Button size="md" onClick={go} loading={leaving} loaderProps={{ type: "dots" }} autoFocus>
        Sign in
      </Button>
    </main>
  );
}
