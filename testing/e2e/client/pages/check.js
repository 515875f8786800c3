/** A page with the network check of the signaling server at `?server=…`. */

const server = new URLSearchParams(location.search).get("server");
/** @type {typeof import("simple-webrtc-signaling-client/check")} */
const check = await import(`${server}/client-check.js`);
Object.assign(globalThis, { check });
