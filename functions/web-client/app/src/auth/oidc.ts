import { UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Config } from "../lib/config";

/**
 * Authorization code with PKCE (RFC 9700 §2.1.1). Tokens live as long as the tab:
 * oidc-client-ts keeps them in sessionStorage, and renews them before they expire.
 */
export function createManager(config: Config): UserManager {
  const store = new WebStorageStateStore({ store: sessionStorage });
  return new UserManager({
    authority: config.issuer,
    client_id: config.client_id,
    scope: config.scope,
    response_type: "code",
    redirect_uri: `${location.origin}/signed-in`,
    post_logout_redirect_uri: `${location.origin}/`,
    userStore: store,
    stateStore: store,
    automaticSilentRenew: true,
  });
}
