import { firstCandidateOf } from "./first-candidate.ts";
import { HeaderExtensions, leaveOutNewExtensions } from "./header-extensions.ts";

/** Makes, takes and takes back the descriptions of a connection, in the way that its implementation needs. */
export class Descriptions {
  readonly #connection: RTCPeerConnection;
  readonly #untilFirstCandidate: () => Promise<void>;
  readonly #extensions = new HeaderExtensions();
  /** `@roamhq/wrtc` (0.10) makes no description by itself: it wants to be given one. */
  #isExplicit = false;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
    this.#untilFirstCandidate = firstCandidateOf(connection);
  }

  /** Makes an offer, or the answer to the peer's offer. */
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

  /** Takes the peer's description; an offer in place of the own offer, if there is one. */
  async take({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    const connection = this.#connection;
    const isCollision = type === "offer" && connection.signalingState === "have-local-offer";
    if (isCollision) await this.#prepareRollback();
    const description = { type, sdp: this.#extensions.without(sdp) };
    if (!isCollision) return connection.setRemoteDescription(description);
    try {
      // Both at once, so that no other offer comes between; and not implicitly, because Chromium (156) says
      // `have-local-offer` for ever when that fails.
      const isTakenBack = connection.setLocalDescription({ type: "rollback" });
      await Promise.all([isTakenBack, connection.setRemoteDescription(description)]);
    } catch {
      // Firefox (153) refuses an offer that restarts ICE if the own one did not, even when that is
      // taken back; unless it has made one that did.
      const restart = connection.createOffer({ iceRestart: true });
      await Promise.all([restart, connection.setRemoteDescription(description)]);
    }
  }

  /** Takes the own offer back, or the peer's, which is not answered then. */
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
