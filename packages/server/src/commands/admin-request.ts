import { z } from "zod";
import { boundedFetch } from "../auth/bounded-fetch.ts";
import { segmentOf } from "../http/path-segment.ts";

/** A server's "no", or its silence, in a line that says the way out. */
export class AdminRequestError extends Error {
  override readonly name = "AdminRequestError";
}

export interface AdminServer {
  readonly url: string;
  readonly token: string;
}

export interface AdminRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below `/admin/`, each to be percent-encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export type JsonObject = Readonly<Record<string, unknown>>;

const timeoutMs = 30_000;

/** A page of a thousand peers with all the metadata they may have. */
const maxBytes = 16_777_216;

const jsonObject = z.record(z.string(), z.unknown());

/** What a server answers to an administrator. Rejects with an {@link AdminRequestError}. */
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
    throw new AdminRequestError(
      `no server answers at ${url}: is it running there? --url says where (${causeOf(error)})`,
      { cause: error },
    );
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

/** The list that an answer has under a name. */
export function listIn(answer: JsonObject, name: string): readonly JsonObject[] {
  const list = z.array(jsonObject).safeParse(answer[name]);
  if (list.success) return list.data;
  throw new AdminRequestError(`the server answered without ${name}: is it of another version?`);
}

const noRoutes = "nothing here; see ";

function sentenceOf(status: number, error: unknown, url: string): string {
  if (typeof error !== "string") {
    return `what answers at ${url} is no signaling server (${status}): --url says where it is`;
  }
  if (status === 401) return `${error} (401): set ADMIN_TOKEN to that of the server at ${url}`;
  if (status === 403) return `${error} (403): set ADMIN_TOKEN to one that has it`;
  if (status === 404 && error.startsWith(noRoutes)) {
    return `the server at ${url} has no administration (404): start it with ADMIN_TOKEN`;
  }
  return `${error} (${status})`;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}
