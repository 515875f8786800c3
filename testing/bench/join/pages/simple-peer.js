/** simple-peer with minimal signaling: the second peer initiates. */

const config = { iceServers: [] };

/**
 * @param {WebSocket} socket
 * @param {boolean} initiator
 */
function connect(socket, initiator) {
  const peer = new SimplePeer({ initiator, config });
  peer.on("signal", (signal) => socket.send(JSON.stringify(signal)));
  return peer;
}

/** @param {import("../page.ts").Meeting} meeting */
const open = ({ server, place }) => new WebSocket(new URL(place, server.replace("http", "ws")));

/** @type {import("../page.ts").Library} */
const library = {
  async wait(meeting) {
    const socket = open(meeting);
    /** @type {import("../page.ts").SimplePeerInstance | undefined} */
    let peer;
    socket.addEventListener("message", ({ data }) => {
      peer ??= connect(socket, false).on("data", (said) => peer?.send(said));
      peer.signal(JSON.parse(data));
    });
    await new Promise((resolve) => socket.addEventListener("open", resolve));
  },
  async join(meeting) {
    const socket = open(meeting);
    await new Promise((resolve) => {
      /** @type {import("../page.ts").SimplePeerInstance | undefined} */
      let peer;
      socket.addEventListener("message", ({ data }) => {
        if (peer) return peer.signal(JSON.parse(data));
        const newPeer = connect(socket, true);
        newPeer.on("connect", () => newPeer.send("hello")).on("data", resolve);
        peer = newPeer;
      });
    });
  },
};
Object.assign(globalThis, { library });
