import { expect } from "vitest";
import type { SignalingServerOptions } from "../src/index.ts";
import { startServer } from "./start-server.ts";

export const adminToken = "an admin token for tests";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** An HTTP client of the administration API. */
export class Administrator {
  readonly #url: string;
  readonly #token: string;

  /** An empty token is not sent. */
  constructor(url: string, token: string = adminToken) {
    this.#url = url;
    this.#token = token;
  }

  /** A string is sent unchanged, any other value as JSON. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: this.#token === "" ? {} : { authorization: `Bearer ${this.#token}` },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text && JSON.parse(text) };
  }
}

/** Starts a server that an administrator can use. */
export async function startAdministered(options: SignalingServerOptions = {}) {
  const server = await startServer({ adminToken, ...options });
  return { ...server, administrator: new Administrator(server.url) };
}

/** The event that a client receives when an administrator removes it. */
export const removal = (code: string) => [
  "signalingError",
  { code, reason: expect.stringContaining("an administrator"), event: "connect" },
];
