/**
 * PeerJS. All pages know all ids; otherwise each would first request one from the server. A page connects to the pages
 * before it. PeerServer keeps an offer until its receiver is there, and delivers it before the receiver is `open`.
 *
 * @param {import("../page.ts").Meeting} meeting
 * @param {(connection: import("peerjs").DataConnection) => void} onConnection
 * @returns {Promise<import("peerjs").Peer>}
 */
const register = ({ server, place, index }, onConnection) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server);
    const peer = new Peer(`${place}-${index}`, {
      host: hostname,
      port: Number(port),
      path: "/",
      secure: false,
      config: { iceServers: [] },
    });
    peer.on("connection", onConnection);
    peer.on("open", () => {
      probe.note("joined");
      resolve(peer);
    });
    peer.on("error", reject);
  });

/** @type {import("../page.ts").Library} */
const library = {
  async wait(meeting) {
    await register(meeting, (connection) => {
      connection.on("data", (data) => void connection.send(data));
    });
  },
  async join(meeting) {
    const { place, index, peers } = meeting;
    let echoes = 0;
    let done = () => {};
    /** @type {Promise<void>} */
    const isDone = new Promise((resolve) => {
      done = resolve;
    });
    /** @param {import("peerjs").DataConnection} connection */
    const talk = (connection) => {
      connection.on("open", () => void connection.send(`from ${index}`));
      connection.on("data", (data) => {
        if (data !== `from ${index}`) return void connection.send(data);
        echoes += 1;
        if (echoes === peers - 1) done();
      });
    };
    const peer = await register(meeting, talk);
    for (let other = 0; other < index; other += 1) talk(peer.connect(`${place}-${other}`));
    await isDone;
  },
};
Object.assign(globalThis, { library });
