/** The client of this project, served by the server that it joins. */

/** @type {typeof import("simple-webrtc-signaling-client")} */
const { joinRoom } = await import(
  `${new URLSearchParams(location.search).get("server")}/client.js`
);

/** @param {import("../page.ts").Meeting} meeting */
const enter = ({ server, place }) =>
  joinRoom({ url: server, room: place, rtc: { iceServers: [] } });

/** @type {import("../page.ts").Library} */
const library = {
  async wait(meeting) {
    const room = await enter(meeting);
    room.on("peer", (peer) => {
      peer.on("data", (data) => peer.send(/** @type {string} */ (data)));
    });
  },
  async join(meeting) {
    const room = await enter(meeting);
    await new Promise((resolve) => {
      room.on("peer", (peer) => {
        peer.on("data", resolve);
        peer.send("hello");
      });
    });
  },
};
Object.assign(globalThis, { library });
