/**
 * Records when a page reaches each milestone of a join. It works below every library, so that all are measured by
 * the same events. It is a classic script, because it must run before the libraries.
 */
(() => {
  /** @type {Partial<Record<import("../page.ts").Milestone, number>>} */
  let times = {};
  let startedAt = 0;
  let others = 1;
  /** @type {Partial<Record<import("../page.ts").Milestone, number>>} */
  let counts = {};
  let connections = 0;
  let allConnected = () => {};
  /** @type {Promise<void>} */
  const connected = new Promise((resolve) => {
    allConnected = resolve;
  });

  /** @param {import("../page.ts").Milestone} milestone */
  const note = (milestone) => {
    times[milestone] ??= performance.now() - startedAt;
  };

  /**
   * Notes a milestone when it is reached with every other peer.
   *
   * @param {import("../page.ts").Milestone} milestone
   */
  const count = (milestone) => {
    counts[milestone] = (counts[milestone] ?? 0) + 1;
    if (counts[milestone] === others) note(milestone);
  };

  /** @param {RTCDataChannel} channel */
  const watch = (channel) => channel.addEventListener("open", () => count("open"), { once: true });

  globalThis.WebSocket = class extends WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} parameters */
    constructor(...parameters) {
      super(...parameters);
      this.addEventListener("open", () => note("socket"));
    }
  };

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    /** @param {RTCConfiguration} [configuration] */
    constructor(configuration) {
      super(configuration);
      note("connection");
      this.addEventListener("signalingstatechange", () => {
        note(this.signalingState === "stable" ? "answer" : "offer");
      });
      let hasRoute = false;
      this.addEventListener("iceconnectionstatechange", () => {
        if (hasRoute || !/^(connected|completed)$/.test(this.iceConnectionState)) return;
        hasRoute = true;
        count("ice");
      });
      let isConnected = false;
      this.addEventListener("connectionstatechange", () => {
        if (isConnected || this.connectionState !== "connected") return;
        isConnected = true;
        connections += 1;
        if (connections === others) allConnected();
      });
      this.addEventListener("datachannel", ({ channel }) => watch(channel));
    }

    /**
     * @override
     * @param {string} label
     * @param {RTCDataChannelInit} [options]
     */
    createDataChannel(label, options) {
      const channel = super.createDataChannel(label, options);
      watch(channel);
      return channel;
    }
  };

  globalThis.probe = {
    async start(atMs, expected) {
      const leftMs = atMs - (performance.timeOrigin + performance.now());
      await new Promise((resolve) => setTimeout(resolve, leftMs));
      times = {};
      counts = {};
      others = expected;
      startedAt = performance.now();
    },
    note,
    async times() {
      await connected;
      return times;
    },
  };
})();
