import type { Envelope, MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { PacketType } from "socket.io-parser";
import type { Content } from "../../hub/content.ts";

/** What goes over the wire for one envelope: a Socket.IO packet's text, then its attachments. */
export type Frames = readonly (string | Uint8Array)[];

const encoded = new WeakMap<Envelope<Content>, Frames>();

/** Encodes an envelope as the event `message`, once, however many receivers it has. */
export function encode(envelope: Envelope<Content>): Frames {
  const known = encoded.get(envelope);
  if (known) return known;
  const frames = isRelayed(envelope) ? relayed(envelope) : composed(envelope);
  encoded.set(envelope, frames);
  return frames;
}

function isRelayed(envelope: Envelope<Content>): envelope is MessageEnvelope<Content> {
  return "message" in envelope && typeof envelope.message === "object";
}

function composed(envelope: Envelope<Content>): Frames {
  return [`${PacketType.EVENT}${JSON.stringify(["message", envelope])}`];
}

/** The content's text stands in the packet as it came. */
function relayed({ from, target, message }: MessageEnvelope<Content>): Frames {
  const { json, attachments } = message;
  const addresses = `"from":${JSON.stringify(from)},"target":${JSON.stringify(target)}`;
  const data = `["message",{${addresses},"message":${json}}]`;
  if (attachments.length === 0) return [`${PacketType.EVENT}${data}`];
  return [`${PacketType.BINARY_EVENT}${attachments.length}-${data}`, ...attachments];
}
