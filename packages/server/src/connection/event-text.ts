import { everyone, presenceSentences } from "simple-webrtc-signaling-protocol";
import type { PeerChange, RelayedMessage, RosterEvent } from "../hub/events.ts";
import { ConnectionsEncoder } from "./connections-encoder.ts";
import type { ServerEvent } from "./server-event.ts";

/** An event on the wire: its name and the JSON text of its argument, whose placeholders stand for the attachments. */
export interface EventText {
  readonly name: string;
  readonly json: string;
  readonly attachments: readonly Uint8Array[];
}

const none: readonly Uint8Array[] = [];

/** Encodes events in the form of the base protocol and its extensions (PROTOCOL.md). */
export class EventTexts {
  readonly #connections = new ConnectionsEncoder();

  of(event: ServerEvent): EventText {
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
      case "refusal":
        return composed("signalingError", { ...event.refusal, event: event.event });
      case "takenId":
        return composed("uniquenessError", { error: event.reason, message: event.reason });
      default:
        return composed(event.type, event.value);
    }
  }

  #roster({ peerId, peers }: RosterEvent): EventText {
    const addresses = `"from":${JSON.stringify(everyone)},"target":${JSON.stringify(peerId)}`;
    const json = `{${addresses},"connections":${this.#connections.textOf(peers)}}`;
    return { name: "message", json, attachments: none };
  }
}

/** Inserts the JSON text of the content unchanged. */
function relayed({ from, fromSession, target, content }: RelayedMessage): EventText {
  const session = fromSession === undefined ? "" : `"fromSession":${JSON.stringify(fromSession)},`;
  const addresses = `"from":${JSON.stringify(from)},${session}"target":${JSON.stringify(target)}`;
  const json = `{${addresses},"message":${content.json}}`;
  return { name: "message", json, attachments: content.attachments };
}

/** The base protocol announces a peer with a sentence, and with `action` for programs. */
function changed({ type, peerId }: PeerChange): EventText {
  const action = type === "joined" ? "open" : "close";
  const message = presenceSentences[action];
  return composed("message", { from: peerId, target: everyone, message, action });
}

function composed(name: string, value: object): EventText {
  return { name, json: JSON.stringify(value), attachments: none };
}
