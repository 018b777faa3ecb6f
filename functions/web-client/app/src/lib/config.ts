/** What the serving function says before anybody has signed in. */
export interface Config {
  issuer: string;
  client_id: string;
  scope: string;
  /** Empty: the API answers under the page's own origin. */
  api_url: string;
}

/** Reads /config.json; throws with a sentence for people when it can't. */
export async function loadConfig(): Promise<Config> {
  const answer = await fetch("/config.json");
  if (!answer.ok) throw new Error(`The server did not say how to sign in (${answer.status}).`);
  return (await answer.json()) as Config;
}
