/** @typedef {import("simple-webrtc-signaling-client").SignalingChannel} SignalingChannel */
/** @typedef {Parameters<Parameters<SignalingChannel["onMessage"]>[0]>[0]} Envelope */

/**
 * A signaling channel that holds incoming signals until both sides have a pending offer. Hello messages
 * are not held.
 */
export class HeldChannel {
  /** @type {SignalingChannel} */
  #channel;
  #isHolding = false;
  #isHeldByRefusal = false;
  /** @type {(() => void)[]} */
  #held = [];
  /** @type {"offer" | "answer" | undefined} */
  #spoiled;
  /** Called when an offer is held. */
  #hasOffer = () => {};

  /** @param {SignalingChannel} channel */
  constructor(channel) {
    this.#channel = channel;
  }

  get peerId() {
    return this.#channel.peerId;
  }

  get state() {
    return this.#channel.state;
  }

  /** Holds signals from now on. Resolves when an offer is held. */
  hold() {
    this.#isHolding = true;
    return /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        this.#hasOffer = resolve;
      })
    );
  }

  /** Holds signals as soon as this side refuses a description. Resolves when an offer is held. */
  holdAfterRefusal() {
    const isHeld = this.hold();
    this.#isHolding = false;
    this.#isHeldByRefusal = true;
    return isHeld;
  }

  /** Delivers the held signals in order. */
  release() {
    this.#isHolding = false;
    this.#isHeldByRefusal = false;
    for (const deliver of this.#held.splice(0)) deliver();
  }

  /** The next description of that type cannot be used when it arrives. @param {"offer" | "answer"} type */
  spoilNext(type) {
    this.#spoiled = type;
  }

  /** @param {import("simple-webrtc-signaling-client").PeerInfo} [peerInfo] */
  connect(peerInfo) {
    return this.#channel.connect(peerInfo);
  }

  /** @param {unknown} content */
  send(content) {
    return this.#channel.send(content);
  }

  /**
   * @param {string} target
   * @param {unknown} content
   */
  sendTo(target, content) {
    const isRefusal = /** @type {any} */ (content).refused !== undefined;
    if (isRefusal && this.#isHeldByRefusal) this.#isHolding = true;
    return this.#channel.sendTo(target, content);
  }

  /** @param {(envelope: Envelope) => void} listener */
  onMessage(listener) {
    return this.#channel.onMessage((envelope) => {
      const { description, candidate } = /** @type {any} */ (envelope.message);
      if (description && description.type === this.#spoiled) {
        this.#spoiled = undefined;
        description.sdp = description.sdp.replace(/^a=ice-pwd:.*$/gm, "a=ice-pwd:");
      }
      const isSignal = description !== undefined || candidate !== undefined;
      if (!this.#isHolding || !isSignal) return listener(envelope);
      this.#held.push(() => listener(envelope));
      if (description?.type === "offer") this.#hasOffer();
    });
  }

  /** @type {SignalingChannel["on"]} */
  on(name, listener) {
    return this.#channel.on(name, listener);
  }

  disconnect() {
    this.#channel.disconnect();
  }
}
