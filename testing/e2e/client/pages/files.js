/** A page that joins the lobby of the server at `?server=…`, and sends a file to its peer or receives one. */

const url = String(new URLSearchParams(location.search).get("server"));

/** @type {typeof import("simple-webrtc-signaling-client")} */
const { joinRoom } = await import(`${url}/client.js`);

/** @type {typeof import("simple-webrtc-signaling-client/file")} */
const { receiveFiles, sendFile } = await import(`${url}/client-file.js`);

/** @typedef {import("simple-webrtc-signaling-client/file").FileProgress} FileProgress */

const fileBytes = 10_000_000;
const largestRandom = 65_536;

/**
 * Sends a random file to the next peer.
 *
 * @returns {Promise<import("../files.ts").TransferRecord>}
 */
async function send() {
  const room = await joinRoom({ url, peerId: "ada" });
  const peer = await new Promise((resolve) => room.on("peer", resolve));
  const bytes = new Uint8Array(fileBytes);
  for (let at = 0; at < fileBytes; at += largestRandom) {
    crypto.getRandomValues(bytes.subarray(at, at + largestRandom));
  }
  const file = new File([bytes], "random.bin");
  const { changes, record } = recorder();
  await sendFile(room, peer, file, { onProgress: record });
  return { name: file.name, sha256: await sha256Of(file), changes };
}

/**
 * Receives a file. The page is frozen once, after some bytes.
 *
 * @param {number} frozenAtBytes
 * @returns {Promise<import("../files.ts").TransferRecord>}
 */
async function receive(frozenAtBytes) {
  const room = await joinRoom({ url, peerId: "bob" });
  const { changes, record } = recorder();
  let isFrozen = false;
  /** @param {FileProgress} progress */
  const onProgress = (progress) => {
    record(progress);
    if (isFrozen || progress.bytes < frozenAtBytes) return;
    isFrozen = true;
    for (const name of ["pagehide", "pageshow"]) {
      dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
    }
  };
  /** @type {import("simple-webrtc-signaling-client/file").FileOffer} */
  const offer = await new Promise((resolve) => receiveFiles(room, resolve));
  const content = await offer.accept({ onProgress });
  return { name: offer.name, sha256: await sha256Of(content), changes };
}

function recorder() {
  /** @type {[string, number][]} */
  const changes = [];
  /** @param {FileProgress} progress */
  const record = ({ state, bytes }) => {
    if (changes.at(-1)?.[0] !== state) changes.push([state, bytes]);
  };
  return { changes, record };
}

/** @param {Blob} content */
async function sha256Of(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await content.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

Object.assign(globalThis, { files: { send, receive } });
