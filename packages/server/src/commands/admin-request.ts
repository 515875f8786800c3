import * as z from "zod";
import { boundedFetch } from "../auth/bounded-fetch.ts";
import { segmentOf } from "../http/path-segment.ts";

/** Is thrown if a server refuses a request or does not respond. The message is one line and says what to do. */
export class AdminRequestError extends Error {
  override readonly name = "AdminRequestError";
}

export interface AdminServer {
  readonly url: string;
  readonly token: string;
}

export interface AdminRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** The segments below `/admin/`, not percent-encoded yet. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export type JsonObject = Readonly<Record<string, unknown>>;

const timeoutMs = 30_000;

/** A page of 1,000 peers with metadata of the maximum size fits. */
const maxBytes = 16_777_216;

const jsonObject = z.record(z.string(), z.unknown());

/** Returns the response of a server to an administrator. Rejects with an {@link AdminRequestError}. */
export async function adminRequest(
  { url, token }: AdminServer,
  { method, path, query = {}, body }: AdminRequest,
): Promise<JsonObject> {
  const names = path.map(segmentOf).join("/");
  const search = new URLSearchParams(query).toString();
  const address = `${url}/admin/${names}${search && `?${search}`}`;
  const { status, text } = await boundedFetch(address, {
    method,
    timeoutMs,
    maxBytes,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new AdminRequestError(failureOf(url, causeOf(error)), { cause: error });
  });
  const answer = answerIn(text);
  if (status === 200 && answer) return answer;
  throw new AdminRequestError(sentenceOf(status, answer?.["error"], url));
}

function answerIn(text: string): JsonObject | undefined {
  try {
    return jsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Returns the list that a response contains under a name. */
export function listIn(answer: JsonObject, name: string): readonly JsonObject[] {
  const list = z.array(jsonObject).safeParse(answer[name]);
  if (list.success) return list.data;
  throw new AdminRequestError(
    `the response has no ${name}, so the server may have another version: use the same version`,
  );
}

const noRoutes = "path not found; see ";

function sentenceOf(status: number, error: unknown, url: string): string {
  if (typeof error !== "string") {
    return `the server at ${url} is not a signaling server (${status}): set --url to its URL`;
  }
  if (status === 401) {
    return `${error} (401): set ADMIN_TOKEN to the admin token of the server at ${url}`;
  }
  if (status === 403) return `${error} (403): set ADMIN_TOKEN to a token with this permission`;
  if (status === 404 && error.startsWith(noRoutes)) {
    return `administration is off at ${url} (404): start the server with ADMIN_TOKEN`;
  }
  return `${error} (${status})`;
}

function failureOf(url: string, cause: string): string {
  if (cause.startsWith("ERR_SSL")) {
    return `the server at ${url} cannot be used: it does not serve https (${cause}): use an http URL`;
  }
  if (/CERT|SIGNATURE|ALTNAME/.test(cause)) {
    return `the server at ${url} cannot be used: its certificate is not trusted (${cause}): set NODE_EXTRA_CA_CERTS to the file of its certificate authority, and use the host name of the certificate`;
  }
  return `no server responds at ${url} (${cause}): start it, or set --url to its URL`;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
