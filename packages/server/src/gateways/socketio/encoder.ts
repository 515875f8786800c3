import { everyone, presenceSentences } from "simple-webrtc-signaling-protocol";
import { PacketType } from "socket.io-parser";
import type { HubEvent, PeerChange, RelayedMessage, RosterEvent } from "../../hub/events.ts";
import { ConnectionsEncoder } from "./connections-encoder.ts";
import { type Frame, textFrame } from "./frame.ts";

/** An encoded event. */
export interface Encoded {
  /** A Socket.IO packet. */
  readonly packet: string;
  readonly attachments: readonly Uint8Array[];
  /** Contains the packet as a WebSocket frame, so that it is framed once for all receivers. */
  readonly options: { readonly compress: boolean; readonly wsPreEncodedFrame: Frame };
}

interface Remembered {
  readonly event: HubEvent;
  readonly encoded: Encoded;
}

/**
 * Encodes events of the hub, each once, however many receivers it has. A broadcast is sent to one receiver after the other in
 * at most two forms, with and without the sender's session. So the last two encoded events are enough.
 */
export class Encoder {
  readonly #connections = new ConnectionsEncoder();
  #last: Remembered | undefined;
  #lastButOne: Remembered | undefined;

  encode(event: HubEvent): Encoded {
    if (this.#last?.event === event) return this.#last.encoded;
    if (this.#lastButOne?.event === event) return this.#lastButOne.encoded;
    this.#lastButOne = this.#last;
    this.#last = { event, encoded: this.#encode(event) };
    return this.#last.encoded;
  }

  #encode(event: HubEvent): Encoded {
    switch (event.type) {
      case "message":
        return relayed(event);
      case "joined":
      case "left":
        return changed(event);
      case "roster":
        return this.#roster(event);
      case "presence":
        return composed("presence", event.batch);
      case "notice":
        return composed("notice", event.notice);
    }
  }

  #roster({ peerId, peers }: RosterEvent): Encoded {
    const addresses = `"from":${JSON.stringify(everyone)},"target":${JSON.stringify(peerId)}`;
    const connections = this.#connections.textOf(peers);
    return encodedAs(`${PacketType.EVENT}["message",{${addresses},"connections":${connections}}]`);
  }
}

/** Inserts the JSON text of the content unchanged into the packet. */
function relayed({ from, fromSession, target, content }: RelayedMessage): Encoded {
  const { json, attachments } = content;
  const session = fromSession === undefined ? "" : `"fromSession":${JSON.stringify(fromSession)},`;
  const addresses = `"from":${JSON.stringify(from)},${session}"target":${JSON.stringify(target)}`;
  const data = `["message",{${addresses},"message":${json}}]`;
  if (attachments.length === 0) return encodedAs(`${PacketType.EVENT}${data}`);
  return encodedAs(`${PacketType.BINARY_EVENT}${attachments.length}-${data}`, attachments);
}

/** The base protocol announces a peer with a sentence, and with `action` for programs. */
function changed({ type, peerId }: PeerChange): Encoded {
  const action = type === "joined" ? "open" : "close";
  const message = presenceSentences[action];
  return composed("message", { from: peerId, target: everyone, message, action });
}

function composed(name: string, value: object): Encoded {
  return encodedAs(`${PacketType.EVENT}${JSON.stringify([name, value])}`);
}

function encodedAs(packet: string, attachments: readonly Uint8Array[] = []): Encoded {
  return { packet, attachments, options: { compress: true, wsPreEncodedFrame: textFrame(packet) } };
}
