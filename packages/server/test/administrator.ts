export const adminToken = "an admin token for tests";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Somebody who asks for what administrators may ask for, over plain HTTP. */
export class Administrator {
  readonly #url: string;
  readonly #token: string;

  /** An empty token is not shown. */
  constructor(url: string, token: string = adminToken) {
    this.#url = url;
    this.#token = token;
  }

  /** A text is sent as it is; whatever else, as JSON. */
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
