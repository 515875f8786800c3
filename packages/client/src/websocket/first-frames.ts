import { framesPrefix } from "simple-webrtc-signaling-protocol";
import type { FirstRequests } from "../transport/transport.ts";
import { outgoingFrame } from "./outgoing-frame.ts";

/** Maximum number of bytes of the frames, because servers and proxies limit the size of a header to 8 KiB or more. */
const mostBytes = 3_000;

/**
 * Returns the subprotocol that carries the first requests in the handshake, which saves a round trip (rule F11). Returns
 * `undefined` if they are too long or contain binary data. The id of `ready` is 1.
 */
export function firstFrames({ auth, ready }: FirstRequests): string | undefined {
  try {
    const frames = [outgoingFrame("connect", auth), outgoingFrame("ready", ready, 1)];
    const bytes = new TextEncoder().encode(frames.map(({ text }) => text).join("\n"));
    if (bytes.length > mostBytes || frames.some(({ attachments }) => attachments.length > 0))
      return;
    const base64 = btoa(String.fromCharCode(...bytes));
    return framesPrefix + base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  } catch {
    // `ask` refuses data that JSON cannot represent.
    return;
  }
}
