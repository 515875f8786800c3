/**
 * Loads the WebRTC part of the browser while the page is idle: the first connection and the first data channel of a page take
 * several milliseconds more than the following ones. The connection gathers no candidates and sends nothing.
 */
export function warmUp(): void {
  if (typeof requestIdleCallback !== "function") return;
  requestIdleCallback(() => {
    try {
      const connection = new RTCPeerConnection();
      connection.createDataChannel("");
      connection.close();
    } catch {
      // `joinRoom` reports it.
    }
  });
}
