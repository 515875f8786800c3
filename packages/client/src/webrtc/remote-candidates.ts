import { fragmentsOf, midsOf } from "./signal.ts";

/** The most candidates kept for a description that has not come. */
const mostHeld = 64;

/**
 * Adds a peer's candidates to a connection when their description is there: those that come before it
 * wait, those of a generation that is over are dropped (RFC 8838 §9). So are those of an ignored offer,
 * but not before the next description: Firefox goes on with the generation of an offer it took back.
 */
export class RemoteCandidates {
  readonly #connection: RTCPeerConnection;
  readonly #dropped: () => void;
  readonly #over = new Set<string>();
  readonly #ignored = new Set<string>();
  #current: readonly string[] = [];
  #mids: readonly string[] = [];
  #held: (RTCIceCandidateInit | null)[] = [];

  constructor(connection: RTCPeerConnection, dropped: () => void) {
    this.#connection = connection;
    this.#dropped = dropped;
  }

  async add(candidate: RTCIceCandidateInit | null): Promise<void> {
    const fragment = candidate?.usernameFragment;
    if (fragment && this.#over.has(fragment)) return this.#dropped();
    const isTimely = fragment ? this.#current.includes(fragment) : this.#current.length > 0;
    if (isTimely && this.#hasPartOf(candidate)) return this.#apply(candidate);
    if (this.#held.length < mostHeld) this.#held.push(candidate);
    else this.#dropped();
  }

  /** A remote description was set: its candidates may come in, those of the ones before are over. */
  async described(sdp: string | undefined): Promise<void> {
    for (const fragment of [...this.#current, ...this.#ignored]) this.#over.add(fragment);
    this.#ignored.clear();
    this.#current = fragmentsOf(sdp);
    this.#mids = midsOf(sdp);
    for (const fragment of this.#current) this.#over.delete(fragment);
    const held = this.#held;
    this.#held = [];
    for (const candidate of held) {
      const isOfIgnored =
        this.#current.includes(candidate?.usernameFragment ?? "") && !this.#hasPartOf(candidate);
      if (isOfIgnored) this.#dropped();
      else await this.add(candidate);
    }
  }

  /** An offer was ignored: its candidates are of use only if the next description goes on with it. */
  ignored(sdp: string | undefined): void {
    for (const fragment of fragmentsOf(sdp)) this.#ignored.add(fragment);
  }

  /** Offers that were ignored or taken back can have parts that the connection does not have, in the same generation. */
  #hasPartOf(candidate: RTCIceCandidateInit | null): boolean {
    return this.#mids.includes(candidate?.sdpMid ?? "") || !candidate?.sdpMid;
  }

  async #apply(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (candidate) return this.#connection.addIceCandidate(candidate);
    // Not every implementation takes the end of candidates; without it ICE only gives up later.
    await this.#connection.addIceCandidate().catch(() => {});
  }
}
