import { Sender } from "ws";

declare module "ws" {
  /** Is missing in the types of `ws`; the adapter of Socket.IO uses it, too. */
  const Sender: { frame(data: Buffer, options: FrameOptions): Frame };
}

interface FrameOptions {
  readonly fin: boolean;
  readonly opcode: number;
  readonly rsv1: boolean;
  readonly mask: boolean;
  readonly readOnly: boolean;
}

/** The header of a WebSocket frame and its payload. */
export type Frame = readonly Uint8Array[];

/** The packet type `message` of Engine.IO. */
const message = "4";

/** The options of a complete, uncompressed, unmasked text frame (RFC 6455 §5.2). */
const options = { fin: true, opcode: 1, rsv1: false, mask: false, readOnly: false };

/** Returns a Socket.IO packet as a WebSocket text frame. */
export function textFrame(packet: string): Frame {
  return Sender.frame(Buffer.from(message + packet), options);
}
