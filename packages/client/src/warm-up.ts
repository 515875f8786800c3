import { randomId } from "./base/random-id.ts";
import { firstFrames } from "./websocket/first-frames.ts";
import { webSocketClass } from "./websocket/websocket-class.ts";

/**
 * Uses the parts of the browser that a join needs, while the page is idle: the first use of each takes longer, together some
 * milliseconds. Nothing is sent: the connection gathers no candidates.
 */
export function warmUp(): void {
  if (typeof requestIdleCallback !== "function") return;
  // `joinRoom` reports what prevents it.
  requestIdleCallback(() => void useParts().catch(() => {}));
}

async function useParts(): Promise<void> {
  randomId();
  firstFrames({ auth: {}, ready: {} });
  await webSocketClass();
  const connection = new RTCPeerConnection();
  connection.createDataChannel("");
  await connection.createOffer();
  connection.close();
}
