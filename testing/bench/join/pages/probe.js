/**
 * Records when a page reaches each milestone of a join. It works below every library, so that all are measured by
 * the same events. It is a classic script, because it must run before the libraries.
 */
(() => {
  /** @type {Partial<Record<import("../page.ts").Milestone, number>>} */
  let times = {};
  let startedAt = 0;
  let connected = () => {};
  /** @type {Promise<void>} */
  const connection = new Promise((resolve) => {
    connected = resolve;
  });

  /** @param {import("../page.ts").Milestone} milestone */
  const note = (milestone) => {
    times[milestone] ??= performance.now() - startedAt;
  };

  /** @param {RTCDataChannel} channel */
  const watch = (channel) => channel.addEventListener("open", () => note("open"));

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
      this.addEventListener("iceconnectionstatechange", () => {
        if (this.iceConnectionState === "connected") note("ice");
      });
      this.addEventListener("connectionstatechange", () => {
        if (this.connectionState === "connected") connected();
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
    start() {
      times = {};
      startedAt = performance.now();
    },
    note,
    async times() {
      await connection;
      return times;
    },
  };
})();
