import type { ResumableSession, SessionClaim } from "simple-webrtc-signaling-protocol";

/** The id and secret of the own session, kept across connections. */
export class SessionMemory {
  #session: ResumableSession | undefined;
  #attempt = 0;

  /** The id of the own session; `undefined` without a session, or with a server without sessions. */
  get id(): string | undefined {
    return this.#session?.id;
  }

  /** Returns the session to resume; `true` asks for a new session. */
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
