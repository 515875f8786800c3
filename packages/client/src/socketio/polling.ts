import { Fetch } from "socket.io-client";
import { HttpError } from "./connect-failure.ts";
import { refusalOf } from "./incoming.ts";

/** A server that does not take what it is sent within this time is not there, in milliseconds. */
const writeMs = 10_000;

/** Browsers carry requests on after the page has ended up to a total size (Fetch §4.6, 64 KiB). */
const keptBytes = 16_384;

/**
 * Engine.IO's long polling by `fetch`: it tells what the server says with a status, ends with its connection whatever
 * the server does, and what it sends last arrives also from a page that ends.
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
