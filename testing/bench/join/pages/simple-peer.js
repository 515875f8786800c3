/** simple-peer with minimal signaling: a page initiates to each page that is there before it. */

const config = { iceServers: [] };

/**
 * @param {import("../page.ts").Meeting} meeting
 * @param {(peer: import("../page.ts").SimplePeerInstance) => void} onPeer
 * @returns {Promise<void>}
 */
function enter({ server, place }, onPeer) {
  const socket = new WebSocket(new URL(place, server.replace("http", "ws")));
  /** @type {Map<string, import("../page.ts").SimplePeerInstance>} */
  const peers = new Map();
  /**
   * @param {string} id
   * @param {boolean} initiator
   */
  const connect = (id, initiator) => {
    const peer = new SimplePeer({ initiator, config });
    peer.on("signal", (signal) => socket.send(JSON.stringify({ to: id, signal })));
    peers.set(id, peer);
    onPeer(peer);
    return peer;
  };
  return new Promise((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const { present, from, signal } = JSON.parse(data);
      if (from !== undefined) return (peers.get(from) ?? connect(from, false)).signal(signal);
      probe.note("joined");
      for (const id of present) connect(id, true);
      resolve();
    });
  });
}

/** @type {import("../page.ts").Library} */
const library = {
  async wait(meeting) {
    await enter(meeting, (peer) => void peer.on("data", (data) => peer.send(data)));
  },
  async join(meeting) {
    const own = `from ${meeting.index}`;
    await new Promise((resolve) => {
      let echoes = 0;
      void enter(meeting, (peer) => {
        peer.on("connect", () => peer.send(own));
        peer.on("data", (data) => {
          if (new TextDecoder().decode(data) !== own) return peer.send(data);
          echoes += 1;
          if (echoes === meeting.peers - 1) resolve(undefined);
        });
      });
    });
  },
};
Object.assign(globalThis, { library });
