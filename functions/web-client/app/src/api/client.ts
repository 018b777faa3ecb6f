import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

type Problem = Partial<components["schemas"]["Problem"]>;

/** Where bearer tokens come from. */
export interface Tokens {
  current(): Promise<string | null>;
  /** A new one, because the current one was refused; null when there is none. */
  renew(): Promise<string | null>;
}

let tokens: Tokens = { current: async () => null, renew: async () => null };
let onSignedOut: () => void = () => {};

/** Says where the client's tokens come from. */
export function setTokens(t: Tokens): void {
  tokens = t;
}

/** Says what happens when the API no longer takes any token there is. */
export function setSignedOutHandler(f: () => void): void {
  onSignedOut = f;
}

let renewing: Promise<string | null> | null = null;

async function authorised(request: Request): Promise<Response> {
  const again = request.clone();
  const token = await tokens.current();
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const answer = await fetch(request);
  if (answer.status !== 401) return answer;
  // Several calls may be refused at once; a refresh token is good for one renewal.
  renewing ??= tokens.renew().catch(() => null).finally(() => { renewing = null; });
  const renewed = await renewing;
  if (!renewed) {
    onSignedOut();
    return answer;
  }
  again.headers.set("authorization", `Bearer ${renewed}`);
  return fetch(again);
}

let base = "";

/** The API, typed by its own description. */
export let api = createClient<paths>({ baseUrl: "/", fetch: authorised });

/** Points the client at the API; url is empty where that is the page's origin. */
export function openAPI(url: string): void {
  base = url || location.origin;
  api = createClient<paths>({ baseUrl: base, fetch: authorised });
}

/** A refusal or failure of the API (RFC 9457), or of the way there (status 0). */
export class APIError extends Error {
  constructor(
    readonly status: number,
    /** What kind of problem, the last part of its type. */
    readonly kind: string,
    message: string,
    /** All that the API said. */
    readonly problem: Problem = {},
  ) {
    super(message);
  }

  /** Somebody else changed what this was about. */
  get conflict(): boolean {
    return this.status === 412 || (this.status === 409 && this.kind === "conflict");
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The refusal that an answer holds; status is the whole answer's. */
export function problemError(status: number, body: unknown): APIError {
  const p = (typeof body === "object" && body !== null ? body : {}) as Problem;
  const field = p.errors?.find((e) => e.message)?.message;
  const detail = [p.detail ?? p.title, field].filter(Boolean).join(" — ");
  return new APIError(status, p.type?.split(":").at(-1) ?? "", detail || `The server answered ${status}.`, p);
}

/** The data of an answer; throws an APIError for anything but success. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw new APIError(0, "offline", "The server can't be reached. Check the connection and try again.");
  }
  if (!answer.response.ok) throw problemError(answer.response.status, answer.error);
  return answer.data as T;
}

/** Follows a link that the API handed out, such as links.body. */
export async function follow<T>(path: string): Promise<T> {
  return fetched(path, (response) => response.json() as Promise<T>);
}

/** Reads a file that the API serves itself. */
export async function readFile(path: string): Promise<Blob> {
  return fetched(path, (response) => response.blob());
}

function fetched<T>(path: string, read: (response: Response) => Promise<T>): Promise<T> {
  return ok<T>(
    authorised(new Request(new URL(path, base))).then(async (response) => ({
      response,
      ...(response.ok ? { data: await read(response) } : { error: await response.json().catch(() => null) }),
    })),
  );
}
