/**
 * Loads the WebRTC part of the browser while the page is idle: the first connection, data channel and offer of a page take several
 * milliseconds more than the following ones. The connection gathers no candidates and sends nothing.
 */
export function warmUp(): void {
  if (typeof requestIdleCallback !== "function") return;
  // `joinRoom` reports what prevents it.
  requestIdleCallback(() => void loadByUse().catch(() => {}));
}

async function loadByUse(): Promise<void> {
  const connection = new RTCPeerConnection();
  connection.createDataChannel("");
  await connection.createOffer();
  connection.close();
}
