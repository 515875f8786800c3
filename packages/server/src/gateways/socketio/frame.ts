import { Sender } from "ws";

declare module "ws" {
  /** Not in its types; Socket.IO's own adapter calls it likewise. */
  const Sender: { frame(data: Buffer, options: FrameOptions): Frame };
}

interface FrameOptions {
  readonly fin: boolean;
  readonly opcode: number;
  readonly rsv1: boolean;
  readonly mask: boolean;
  readonly readOnly: boolean;
}

/** The header of a WebSocket frame and what it carries. */
export type Frame = readonly Uint8Array[];

/** Engine.IO's packet type `message`. */
const message = "4";

/** Of a text, whole, uncompressed and from a server (RFC 6455 §5.2). */
const options = { fin: true, opcode: 1, rsv1: false, mask: false, readOnly: false };

/** A Socket.IO packet as a WebSocket text frame. */
export function textFrame(packet: string): Frame {
  return Sender.frame(Buffer.from(message + packet), options);
}
