import type { RTCIceCandidateInit, RTCPeerConnection } from "werift";
import type { Signal } from "./signal.ts";

interface NegotiationOptions {
  readonly connection: RTCPeerConnection;
  /** Takes a signal to the other peer. */
  readonly send: (signal: Signal) => void;
  /** Takes the reason why it is over. */
  readonly fail: (reason: unknown) => void;
}

/** Offers, answers and trickles candidates (RFC 8838) until a connection has found a route. */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #send: (signal: Signal) => void;
  readonly #fail: (reason: unknown) => void;
  /** Own candidates that were found before the description was sent to which they belong. */
  readonly #found: RTCIceCandidateInit[] = [];
  #isLocalSent = false;
  /** Candidates of the other peer that came before its description. */
  readonly #early: RTCIceCandidateInit[] = [];
  #isRemoteKnown = false;

  constructor({ connection, send, fail }: NegotiationOptions) {
    this.#connection = connection;
    this.#send = send;
    this.#fail = fail;
    // Fires on the side that creates a data channel, so that side offers.
    connection.onnegotiationneeded = () => this.#describe().catch(fail);
    connection.onicecandidate = ({ candidate: found }) => {
      if (!found) return;
      const { candidate, sdpMid = null, sdpMLineIndex = null } = found;
      this.#found.push({ candidate, sdpMid, sdpMLineIndex });
      if (this.#isLocalSent) this.#sendFound();
    };
  }

  receive(signal: Signal): void {
    this.#apply(signal).catch(this.#fail);
  }

  async #apply(signal: Signal): Promise<void> {
    if ("description" in signal) {
      await this.#connection.setRemoteDescription(signal.description);
      await this.#addEarly();
      if (signal.description.type === "offer") await this.#describe();
    } else if (this.#isRemoteKnown) await this.#connection.addIceCandidate(signal.candidate);
    else this.#early.push(signal.candidate);
  }

  /** Sends the own description, an offer or the answer to one, and then the candidates that were found meanwhile. */
  async #describe(): Promise<void> {
    await this.#connection.setLocalDescription();
    const { localDescription } = this.#connection;
    if (localDescription) this.#send({ description: localDescription.toSdp() });
    this.#isLocalSent = true;
    this.#sendFound();
  }

  #sendFound(): void {
    for (const candidate of this.#found.splice(0)) this.#send({ candidate });
  }

  async #addEarly(): Promise<void> {
    this.#isRemoteKnown = true;
    for (const candidate of this.#early.splice(0)) {
      await this.#connection.addIceCandidate(candidate);
    }
  }
}
