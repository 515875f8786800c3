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

  /**
   * Applies the description of the peer. An offer replaces a pending own offer, without an explicit rollback before it: from a
   * rollback to the next answer Chromium (156) sends and receives no tracks.
   */
  async take({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    const connection = this.#connection;
    const isRollback = type === "offer" && connection.signalingState === "have-local-offer";
    if (isRollback) {
      await this.#untilFirstCandidate();
      this.#extensions.learn(connection.localDescription?.sdp);
    }
    const description = { type, sdp: this.#extensions.without(sdp) };
    try {
      await connection.setRemoteDescription(description);
    } catch (error) {
      if (!isRollback) throw error;
      // `@roamhq/wrtc` (0.10) has explicit rollbacks only. Elsewhere the own offer may have been rolled back already.
      const isTakenBack = connection.setLocalDescription({ type: "rollback" }).catch(() => {});
      // Firefox (153) rejects an offer that restarts ICE if the own offer did not. It accepts the offer after the creation of an
      // own offer that restarts ICE. All calls are chained, so that no other offer comes between.
      const restart = connection.createOffer({ iceRestart: true });
      await Promise.all([isTakenBack, restart, connection.setRemoteDescription(description)]);
    }
  }

  /** Rolls back an offer of the peer that gets no answer. */
  async takeBack(): Promise<void> {
    const connection = this.#connection;
    if (connection.signalingState !== "have-remote-offer") return;
    await connection.setRemoteDescription({ type: "rollback" });
  }

  async #set(): Promise<void> {
    const connection = this.#connection;
    if (!this.#isExplicit) return connection.setLocalDescription();
    const isAnswer = connection.signalingState === "have-remote-offer";
    const description = isAnswer ? connection.createAnswer() : connection.createOffer();
    await connection.setLocalDescription(await description);
  }
}
