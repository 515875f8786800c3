import {
  type Connections,
  type Envelope,
  everyone,
  type MessageEnvelope,
  type PresenceBatch,
} from "simple-webrtc-signaling-protocol";
import { PacketType } from "socket.io-parser";
import type { Content } from "../../hub/content.ts";
import { connectionsText } from "./connections-text.ts";
import { type Frame, textFrame } from "./frame.ts";

/** An encoded envelope. */
export interface Encoded {
  /** A Socket.IO packet. */
  readonly packet: string;
  readonly attachments: readonly Uint8Array[];
  /** Contains the packet as a WebSocket frame, so that it is framed once for all receivers. */
  readonly options: { readonly compress: boolean; readonly wsPreEncodedFrame: Frame };
}

interface Remembered {
  readonly value: object;
  readonly encoded: Encoded;
}

/**
 * A broadcast is sent to one receiver after the other in at most two forms, with and without the sender's session. So the
 * last two encoded values are enough.
 */
let last: Remembered | undefined;
let lastButOne: Remembered | undefined;

function once<Value extends object>(value: Value, encodeIt: (value: Value) => Encoded): Encoded {
  if (last?.value === value) return last.encoded;
  if (lastButOne?.value === value) return lastButOne.encoded;
  lastButOne = last;
  last = { value, encoded: encodeIt(value) };
  return last.encoded;
}

/** Encodes an envelope as the event `message`, once, however many receivers it has. */
export function encode(envelope: Envelope<Content>): Encoded {
  return once(envelope, (it) => (isRelayed(it) ? relayed(it) : composed("message", it)));
}

/** Encodes the peers that were in the room before, as the event `message`. */
export function encodeWelcome(peerId: string, others: readonly Connections[string][]): Encoded {
  const addresses = `"from":${JSON.stringify(everyone)},"target":${JSON.stringify(peerId)}`;
  const connections = connectionsText(others);
  return encodedAs(`${PacketType.EVENT}["message",{${addresses},"connections":${connections}}]`);
}

/** Encodes a batch of presence, once, however many receivers it has. */
export function encodePresence(batch: PresenceBatch): Encoded {
  return once(batch, (it) => composed("presence", it));
}

function isRelayed(envelope: Envelope<Content>): envelope is MessageEnvelope<Content> {
  return "message" in envelope && typeof envelope.message === "object";
}

function composed(event: string, value: object): Encoded {
  return encodedAs(`${PacketType.EVENT}${JSON.stringify([event, value])}`);
}

/** Inserts the JSON text of the content unchanged into the packet. */
function relayed({ from, fromSession, target, message }: MessageEnvelope<Content>): Encoded {
  const { json, attachments } = message;
  const session = fromSession === undefined ? "" : `"fromSession":${JSON.stringify(fromSession)},`;
  const addresses = `"from":${JSON.stringify(from)},${session}"target":${JSON.stringify(target)}`;
  const data = `["message",{${addresses},"message":${json}}]`;
  if (attachments.length === 0) return encodedAs(`${PacketType.EVENT}${data}`);
  return encodedAs(`${PacketType.BINARY_EVENT}${attachments.length}-${data}`, attachments);
}

function encodedAs(packet: string, attachments: readonly Uint8Array[] = []): Encoded {
  return { packet, attachments, options: { compress: true, wsPreEncodedFrame: textFrame(packet) } };
}
