const server = { url: "http://localhost:3000", token: "SIGNALING123" };

/** @type {typeof import("simple-webrtc-signaling-client")} */
const { joinRoom } = await import(`${server.url}/client.js`);

// Browsers play sound only where somebody has clicked.
const button = /** @type {HTMLButtonElement} */ (document.querySelector("button"));
button.addEventListener("click", () => void join(), { once: true });
button.disabled = false;

async function join() {
  const camera = await openCamera();
  Object.assign(show("you"), { srcObject: camera, muted: true });

  const room = await joinRoom({ ...server, room: "video-call" });
  room.on("peer", (peer) => {
    show(peer.id);
    for (const track of camera.getTracks()) peer.addTrack(track, camera);
    peer.on("track", ({ streams }) => Object.assign(show(peer.id), { srcObject: streams[0] }));
  });
  room.on("leave", ({ id }) => show(id).remove());
}

/** Without a camera, or without permission to use it, a page still shows the others. */
async function openCamera() {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  } catch {
    return new MediaStream();
  }
}

/** Returns the video element of a peer. @param {string} id */
function show(id) {
  const found = document.getElementById(id);
  const video = found ?? document.createElement("video");
  if (!found) document.querySelector("main")?.append(video);
  return Object.assign(video, { id, title: id, autoplay: true, playsInline: true });
}
