import { fragmentsOf, midsOf } from "./signal.ts";

/** Maximum number of candidates that wait for their description. */
const mostHeld = 64;

/**
 * Adds the candidates of a peer to a connection. Candidates wait for their description. Candidates of an outdated generation are
 * dropped (RFC 8838 §9). Candidates of an ignored offer are dropped at the next description, because Firefox continues to use
 * the generation of an offer that it rolled back.
 */
export class RemoteCandidates {
  readonly #connection: RTCPeerConnection;
  readonly #dropped: () => void;
  readonly #over = new Set<string>();
  readonly #ignored = new Set<string>();
  #current: readonly string[] = [];
  #mids: readonly string[] = [];
  /** The generation before the current one. */
  #previous: readonly [current: readonly string[], mids: readonly string[]] = [[], []];
  /** The candidates of the current generation. */
  #added: (RTCIceCandidateInit | null)[] = [];
  #held: (RTCIceCandidateInit | null)[] = [];
  #adding: Promise<unknown> = Promise.resolve();

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

  /** Processes a new remote description: adds its waiting candidates, and marks earlier generations as outdated. */
  async described(sdp: string | undefined): Promise<void> {
    for (const fragment of [...this.#current, ...this.#ignored]) this.#over.add(fragment);
    this.#ignored.clear();
    this.#previous = [this.#current, this.#mids];
    this.#added = [];
    this.#current = fragmentsOf(sdp);
    this.#mids = midsOf(sdp);
    for (const fragment of this.#current) this.#over.delete(fragment);
    const held = this.#held;
    this.#held = [];
    // Started in order and at once, because further candidates need not wait for them.
    await Promise.all(held.map((candidate) => this.#addHeld(candidate)));
  }

  async #addHeld(candidate: RTCIceCandidateInit | null): Promise<void> {
    const isOfIgnored =
      this.#current.includes(candidate?.usernameFragment ?? "") && !this.#hasPartOf(candidate);
    if (isOfIgnored) this.#dropped();
    else await this.add(candidate);
  }

  /** Records an ignored offer. Its candidates are used only if the next description continues its generation. */
  ignored(sdp: string | undefined): void {
    for (const fragment of fragmentsOf(sdp)) this.#ignored.add(fragment);
  }

  /** Returns to the state before the last description, an offer that is rolled back. Its candidates wait again. */
  takenBack(): void {
    [this.#current, this.#mids] = this.#previous;
    for (const fragment of this.#current) this.#over.delete(fragment);
    this.#held.unshift(...this.#added.splice(0));
  }

  /** Ignored or rolled-back offers can have media sections that the connection lacks, in the same generation. */
  #hasPartOf(candidate: RTCIceCandidateInit | null): boolean {
    return this.#mids.includes(candidate?.sdpMid ?? "") || !candidate?.sdpMid;
  }

  async #apply(candidate: RTCIceCandidateInit | null): Promise<void> {
    this.#added.push(candidate);
    if (candidate) {
      const adding = this.#connection.addIceCandidate(candidate);
      this.#adding = Promise.allSettled([this.#adding, adding]);
      return adding;
    }
    await this.#adding;
    // Not every implementation accepts the end of candidates. Without it ICE only fails later.
    await this.#connection.addIceCandidate().catch(() => {});
  }
}
