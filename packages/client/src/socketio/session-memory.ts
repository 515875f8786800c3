import type { ResumableSession, SessionClaim } from "simple-webrtc-signaling-protocol";

/** What a client knows of its own session, from one connection to the next. */
export class SessionMemory {
  #session: ResumableSession | undefined;
  #attempt = 0;

  /** The own session's id; `undefined`: none, or a server that has no sessions. */
  get id(): string | undefined {
    return this.#session?.id;
  }

  /** What to ask for: the session there was, or a new one. */
  claim(): true | SessionClaim {
    if (!this.#session) return true;
    this.#attempt += 1;
    const { id, secret } = this.#session;
    return { id, secret, attempt: this.#attempt };
  }

  keep(session: ResumableSession | undefined): void {
    this.#session = session;
  }

  forget(): void {
    this.#session = undefined;
  }
}
