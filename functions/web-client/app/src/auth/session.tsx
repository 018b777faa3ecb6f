import type { UserManager } from "oidc-client-ts";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { setTokens } from "../api/client";
import type { Config } from "../lib/config";

type Stage = "checking" | "out" | "in";

export interface Session {
  stage: Stage;
  /** A sentence to show on the sign-in page, where something went wrong. */
  notice: string;
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  /** Ends the session here and says why; the issuer's own session stays. */
  drop(notice: string): void;
}

const Context = createContext<Session | null>(null);

const sessionEnded = "Your session ended. Sign in to go on where you were.";

/** Where the issuer sends the browser back to. */
export const callbackPath = "/signed-in";

/** The session of whoever sits in front of the page. */
export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("useSession is used outside of SessionProvider");
  return session;
}

/** Opens the sign-in library, which is not part of the first load. */
function openManager(config: Config): Promise<UserManager> {
  return import("./oidc").then((m) => m.createManager(config));
}

async function start(manager: UserManager): Promise<{ signedIn: boolean; returnTo?: string }> {
  if (location.pathname === callbackPath) {
    const user = await manager.signinRedirectCallback();
    const returnTo = typeof user.state === "string" && user.state.startsWith("/") ? user.state : "/";
    return { signedIn: true, returnTo };
  }
  const user = await manager.getUser();
  if (user && !user.expired) return { signedIn: true };
  if (user?.refresh_token) return { signedIn: (await manager.signinSilent()) !== null };
  return { signedIn: false };
}

export function SessionProvider({ config, children }: { config: Config; children: ReactNode }) {
  const manager = useMemo(() => openManager(config), [config]);
  const [stage, setStage] = useState<Stage>("checking");
  const [notice, setNotice] = useState("");
  const started = useRef(false);

  const drop = useCallback((why: string) => {
    setNotice(why);
    setStage("out");
    void manager.then((m) => m.removeUser());
  }, [manager]);

  useEffect(() => {
    if (started.current) return; // a code can be redeemed once
    started.current = true;
    setTokens({
      current: async () => (await (await manager).getUser())?.access_token ?? null,
      renew: async () => (await (await manager).signinSilent())?.access_token ?? null,
    });
    manager.then(async (m) => {
      // A machine that slept past the expiry can still renew.
      m.events.addAccessTokenExpired(() => {
        m.signinSilent().then((user) => user || drop(sessionEnded), () => drop(sessionEnded));
      });
      const { signedIn, returnTo } = await start(m);
      if (returnTo) history.replaceState(null, "", returnTo);
      setStage(signedIn ? "in" : "out");
    }).catch(() => {
      history.replaceState(null, "", "/");
      drop("Signing in did not work. Please try again.");
    });
  }, [manager, drop]);

  const session = useMemo<Session>(() => ({
    stage,
    notice,
    drop,
    signIn: async () => {
      const m = await manager;
      await m.signinRedirect({ state: location.pathname + location.search });
    },
    signOut: async () => {
      const m = await manager;
      // Cognito's sign-out page wants these two; others ask for no more than the standard's.
      const cognito = { client_id: m.settings.client_id, logout_uri: m.settings.post_logout_redirect_uri ?? "" };
      await m.signoutRedirect({ extraQueryParams: cognito }).catch(() => drop("You are signed out here."));
    },
  }), [stage, notice, drop, manager]);

  return <Context value={session}>{children}</Context>;
}
