import type { Envelope, MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { PacketType } from "socket.io-parser";
import type { Content } from "../../hub/content.ts";
import { type Frame, textFrame } from "./frame.ts";

/** What goes over the wire for one envelope. */
export interface Encoded {
  /** A Socket.IO packet. */
  readonly packet: string;
  readonly attachments: readonly Uint8Array[];
  /** With the packet as a WebSocket frame, so that it is not framed for every receiver. */
  readonly options: { readonly compress: boolean; readonly wsPreEncodedFrame: Frame };
}

/** A broadcast goes to one receiver after the other, so the last one is all there is to remember. */
let last: { readonly envelope: Envelope<Content>; readonly encoded: Encoded } | undefined;

/** Encodes an envelope as the event `message`, once, however many receivers it has. */
export function encode(envelope: Envelope<Content>): Encoded {
  if (last?.envelope === envelope) return last.encoded;
  const encoded = isRelayed(envelope) ? relayed(envelope) : composed(envelope);
  last = { envelope, encoded };
  return encoded;
}

function isRelayed(envelope: Envelope<Content>): envelope is MessageEnvelope<Content> {
  return "message" in envelope && typeof envelope.message === "object";
}

function composed(envelope: Envelope<Content>): Encoded {
  return encodedAs(`${PacketType.EVENT}${JSON.stringify(["message", envelope])}`);
}

/** The content's text stands in the packet as it came. */
function relayed({ from, target, message }: MessageEnvelope<Content>): Encoded {
  const { json, attachments } = message;
  const addresses = `"from":${JSON.stringify(from)},"target":${JSON.stringify(target)}`;
  const data = `["message",{${addresses},"message":${json}}]`;
  if (attachments.length === 0) return encodedAs(`${PacketType.EVENT}${data}`);
  return encodedAs(`${PacketType.BINARY_EVENT}${attachments.length}-${data}`, attachments);
}

function encodedAs(packet: string, attachments: readonly Uint8Array[] = []): Encoded {
  return { packet, attachments, options: { compress: true, wsPreEncodedFrame: textFrame(packet) } };
}
