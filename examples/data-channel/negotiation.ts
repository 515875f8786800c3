import type { RTCIceCandidateInit, RTCPeerConnection } from "werift";
import type { Signal } from "./signal.ts";

interface NegotiationOptions {
  readonly connection: RTCPeerConnection;
  /** Takes a signal to the other peer. */
  readonly send: (signal: Signal) => void;
  /** Takes the reason why it is over. */
  readonly fail: (reason: unknown) => void;
}

/** Offers, answers and trickles candidates (RFC 8838) until a connection has found its way. */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #send: (signal: Signal) => void;
  readonly #fail: (reason: unknown) => void;
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
      send({ candidate: { candidate, sdpMid, sdpMLineIndex } });
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

  /** Says how we can be reached: an offer, or the answer to the one we have. */
  async #describe(): Promise<void> {
    await this.#connection.setLocalDescription();
    const { localDescription } = this.#connection;
    if (localDescription) this.#send({ description: localDescription.toSdp() });
  }

  /** Candidates often overtake the description they belong to, and mean nothing before it. */
  async #addEarly(): Promise<void> {
    this.#isRemoteKnown = true;
    for (const candidate of this.#early.splice(0)) {
      await this.#connection.addIceCandidate(candidate);
    }
  }
}
