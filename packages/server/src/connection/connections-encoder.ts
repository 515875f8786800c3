import type { Connections } from "simple-webrtc-signaling-protocol";

type Entry = Connections[string];

interface Encoded {
  readonly peers: readonly Entry[];
  readonly members: string;
}

/**
 * Encodes peers as JSON text in the form of the base protocol. When many clients join one room, each list begins with the
 * last one, so only the new peers are encoded.
 */
export class ConnectionsEncoder {
  #last: Encoded = { peers: [], members: "" };

  textOf(peers: readonly Entry[]): string {
    const last = this.#last;
    const known = beginsWith(peers, last.peers) ? last : { peers: [], members: "" };
    const more = peers.slice(known.peers.length).map(memberOf);
    const members = [known.members, ...more].filter((text) => text !== "").join();
    this.#last = { peers, members };
    return `{${members}}`;
  }
}

function beginsWith(peers: readonly Entry[], others: readonly Entry[]): boolean {
  return others.every((other, index) => other === peers[index]);
}

function memberOf({ peerId, socketId }: Entry): string {
  return `${JSON.stringify(peerId)}:${JSON.stringify({ socketId, peerId })}`;
}
