import { firstCandidateOf } from "./first-candidate.ts";
import { HeaderExtensions, leaveOutNewExtensions } from "./header-extensions.ts";

/** Creates, applies and rolls back the descriptions of a connection, with workarounds for each implementation. */
export class Descriptions {
  readonly #connection: RTCPeerConnection;
  readonly #untilFirstCandidate: () => Promise<void>;
  readonly #extensions = new HeaderExtensions();
  /** Whether `setLocalDescription` needs an argument, as in `@roamhq/wrtc` (0.10). */
  #isExplicit = false;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
    this.#untilFirstCandidate = firstCandidateOf(connection);
  }

  /** Creates and sets an offer, or the answer to the offer of the peer. */
  async make(): Promise<void> {
    try {
      await this.#set();
    } catch (error) {
      const isUnable = error instanceof TypeError && !this.#isExplicit;
      if (isUnable) this.#isExplicit = true;
      else if (!leaveOutNewExtensions(this.#connection)) throw error;
      await this.#set();
    }
  }

  /** Applies the description of the peer. Rolls the own offer back if the peer sent an offer. */
  async take({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    const connection = this.#connection;
    const isCollision = type === "offer" && connection.signalingState === "have-local-offer";
    if (isCollision) await this.#prepareRollback();
    const description = { type, sdp: this.#extensions.without(sdp) };
    if (!isCollision) return connection.setRemoteDescription(description);
    try {
      // Both calls are chained, so that no other offer comes between. The rollback is explicit, because Chromium (156) stays in
      // `have-local-offer` after a failed implicit rollback.
      const isTakenBack = connection.setLocalDescription({ type: "rollback" });
      await Promise.all([isTakenBack, connection.setRemoteDescription(description)]);
    } catch {
      // Firefox (153) rejects an offer that restarts ICE if the own offer did not, even after a rollback. It accepts the offer
      // after the creation of an own offer that restarts ICE.
      const restart = connection.createOffer({ iceRestart: true });
      await Promise.all([restart, connection.setRemoteDescription(description)]);
    }
  }

  /** Rolls back the own offer, or the offer of the peer, which then gets no answer. */
  async takeBack(): Promise<void> {
    const connection = this.#connection;
    if (connection.signalingState === "have-remote-offer") {
      await connection.setRemoteDescription({ type: "rollback" });
    } else if (connection.signalingState === "have-local-offer") {
      await this.#prepareRollback();
      await connection.setLocalDescription({ type: "rollback" });
    }
  }

  async #prepareRollback(): Promise<void> {
    await this.#untilFirstCandidate();
    this.#extensions.learn(this.#connection.localDescription?.sdp);
  }

  async #set(): Promise<void> {
    const connection = this.#connection;
    if (!this.#isExplicit) return connection.setLocalDescription();
    const isAnswer = connection.signalingState === "have-remote-offer";
    const description = isAnswer ? connection.createAnswer() : connection.createOffer();
    await connection.setLocalDescription(await description);
  }
}
