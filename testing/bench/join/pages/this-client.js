/** The client of this project, served by the server that it joins. */

/** @type {typeof import("simple-webrtc-signaling-client")} */
const { joinRoom } = await import(
  `${new URLSearchParams(location.search).get("server")}/client.js`
);

/** @param {import("../page.ts").Meeting} meeting */
async function enter({ server, place }) {
  const room = await joinRoom({ url: server, room: place, rtc: { iceServers: [] } });
  probe.note("joined");
  return room;
}

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
      let echoes = 0;
      room.on("peer", (peer) => {
        peer.on("data", (data) => {
          if (data !== `from ${meeting.index}`) return peer.send(/** @type {string} */ (data));
          echoes += 1;
          if (echoes === meeting.peers - 1) resolve(undefined);
        });
        peer.send(`from ${meeting.index}`);
      });
    });
  },
};
Object.assign(globalThis, { library });
