const server = { url: "http://localhost:3000", token: "SIGNALING123" };

/** @type {typeof import("simple-webrtc-signaling-client")} */
const { joinRoom } = await import(`${server.url}/client.js`);

const room = await joinRoom({ ...server, room: "browser-and-node" });

room.on("peer", (peer) => {
  write(`${peer.id} is here`);
  peer.on("data", (text) => write(`${peer.id} says: ${text}`));
});
room.on("leave", ({ id }) => write(`${id} has left`));

document.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  for (const peer of room.peers) peer.send(String(new FormData(form).get("text")));
  form.reset();
});

/** @param {string} line */
function write(line) {
  const item = document.createElement("li");
  item.textContent = line;
  document.querySelector("ol")?.append(item);
}
