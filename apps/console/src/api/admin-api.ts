import { segmentOf } from "./path-segment.ts";

/** The server refused a request, or did not respond. The message is a sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The status of the response; 0: there was none. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  /** Whether the token gives no access. */
  get isDenied(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

export interface ApiRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  /** The segments below `/admin/`, not percent-encoded yet. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** The admin routes of the server from which the page was loaded. The token is only in this object. */
export class AdminApi {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** Resolves with the answer. Rejects with an `ApiError`. */
  async ask<Answer>(request: ApiRequest): Promise<Answer> {
    const response = await this.send(request);
    return (await response.json()) as Answer;
  }

  /** Resolves with a successful response. Rejects with an `ApiError`. */
  async send({ method = "GET", path, query = {}, body, signal }: ApiRequest): Promise<Response> {
    const address = new URL(path.map(segmentOf).join("/"), document.baseURI);
    address.search = new URLSearchParams(query).toString();
    const response = await fetch(address, {
      method,
      headers: { authorization: `Bearer ${this.#token}` },
      cache: "no-store",
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new ApiError(0, "The server does not respond.");
    });
    if (response.ok) return response;
    const answer: unknown = await response.json().catch(() => undefined);
    throw new ApiError(
      response.status,
      reasonIn(answer) ?? `The server responded ${response.status}.`,
    );
  }
}

function reasonIn(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return undefined;
  return String(answer.error);
}
