/**
 * PeerJS. Both pages choose their ids; otherwise each would first request one from the server.
 *
 * @param {string} server
 * @param {string} id
 * @returns {Promise<import("peerjs").Peer>}
 */
const register = (server, id) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server);
    const peer = new Peer(id, {
      host: hostname,
      port: Number(port),
      path: "/",
      secure: false,
      config: { iceServers: [] },
    });
    peer.on("open", () => resolve(peer));
    peer.on("error", reject);
  });

/** @type {import("../page.ts").Library} */
const library = {
  async wait({ server, place }) {
    const peer = await register(server, place);
    peer.on("connection", (connection) => {
      connection.on("data", (data) => void connection.send(data));
    });
  },
  async join({ server, place }) {
    const peer = await register(server, `${place}-newcomer`);
    const connection = peer.connect(place);
    await new Promise((resolve) => {
      connection.on("open", () => void connection.send("hello"));
      connection.on("data", resolve);
    });
  },
};
Object.assign(globalThis, { library });
