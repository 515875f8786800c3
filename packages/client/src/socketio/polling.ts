import { Fetch } from "socket.io-client";
import { refusalOf } from "../transport/parsing.ts";
import { HttpError } from "./connect-error.ts";

/** Time limit for the server to accept a POST request, in milliseconds. */
const writeMs = 10_000;

/** Maximum size of a `keepalive` request. Browsers limit the total size of these requests to 64 KiB (Fetch §4.6). */
const keptBytes = 16_384;

/**
 * Long polling of Engine.IO over `fetch`. In contrast to the original, it reports the refusal in an HTTP error, aborts its request
 * when the connection is closed, and sends its last packets also from a page that is unloaded.
 */
export class Polling extends Fetch {
  readonly #closing = new AbortController();

  override doPoll(): void {
    const answered = this.#request({ signal: this.#closing.signal });
    answered.then((text) => this.onData(text)).catch((error: unknown) => this.#fail(error));
  }

  override doWrite(data: string, written: () => void): void {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), writeMs);
    this.#request({
      method: "POST",
      body: data,
      keepalive: data.length < keptBytes,
      signal: late.signal,
    })
      .finally(() => clearTimeout(timer))
      .then(written)
      .catch((error: unknown) => this.#fail(error));
  }

  override doClose(): void {
    super.doClose();
    this.#closing.abort();
  }

  async #request(request: RequestInit): Promise<string> {
    const response = await fetch(this.uri(), request);
    const text = await response.text();
    if (response.ok) return text;
    throw new HttpError(response.status, refusalOf(parse(text)));
  }

  #fail(error: unknown): void {
    this.onError("polling failed", error);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
