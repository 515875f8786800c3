import {
  type Connections,
  type Envelope,
  everyone,
  type MessageEnvelope,
  type PresenceBatch,
} from "simple-webrtc-signaling-protocol";
import { PacketType } from "socket.io-parser";
import type { Content } from "../../hub/content.ts";
import { ConnectionsEncoder } from "./connections-encoder.ts";
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
 * Encodes what a gateway sends, each value once, however many receivers it has. A broadcast is sent to one receiver after the
 * other in at most two forms, with and without the sender's session. So the last two encoded values are enough.
 */
export class Encoder {
  readonly #connections = new ConnectionsEncoder();
  #last: Remembered | undefined;
  #lastButOne: Remembered | undefined;

  /** Encodes an envelope as the event `message`. */
  envelope(envelope: Envelope<Content>): Encoded {
    return this.#once(envelope, (it) => (isRelayed(it) ? relayed(it) : composed("message", it)));
  }

  /** Encodes the peers that were in the room before, as the event `message`. */
  welcome(peerId: string, others: readonly Connections[string][]): Encoded {
    const addresses = `"from":${JSON.stringify(everyone)},"target":${JSON.stringify(peerId)}`;
    const connections = this.#connections.textOf(others);
    return encodedAs(`${PacketType.EVENT}["message",{${addresses},"connections":${connections}}]`);
  }

  /** Encodes a batch of presence. */
  presence(batch: PresenceBatch): Encoded {
    return this.#once(batch, (it) => composed("presence", it));
  }

  #once<Value extends object>(value: Value, encode: (value: Value) => Encoded): Encoded {
    if (this.#last?.value === value) return this.#last.encoded;
    if (this.#lastButOne?.value === value) return this.#lastButOne.encoded;
    this.#lastButOne = this.#last;
    this.#last = { value, encoded: encode(value) };
    return this.#last.encoded;
  }
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
