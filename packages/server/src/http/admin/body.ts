import { SignalingError } from "simple-webrtc-signaling-protocol";

/** Largest body that is read, in bytes. */
const maxBytes = 16_384;

/** The JSON of a request's body. Refuses with `too-large`, and with `bad-message` what is none. */
export async function jsonOf({ body }: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new SignalingError("too-large", `more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new SignalingError("bad-message", "the body is not JSON");
  }
}
