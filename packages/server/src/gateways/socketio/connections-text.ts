import type { Connections } from "simple-webrtc-signaling-protocol";

type Entry = Connections[string];

interface Encoded {
  readonly peers: readonly Entry[];
  readonly members: string;
}

let last: Encoded = { peers: [], members: "" };

/**
 * Peers in the seed's shape, as JSON text. When many come to one room, each finds those there whom the one before it
 * found, and that one: only what is new is encoded.
 */
export function connectionsText(peers: readonly Entry[]): string {
  const known = beginsWith(peers, last.peers) ? last : { peers: [], members: "" };
  const more = peers.slice(known.peers.length).map(memberOf);
  const members = [known.members, ...more].filter((text) => text !== "").join();
  last = { peers, members };
  return `{${members}}`;
}

function beginsWith(peers: readonly Entry[], others: readonly Entry[]): boolean {
  return others.every((other, index) => other === peers[index]);
}

function memberOf({ peerId, socketId }: Entry): string {
  return `${JSON.stringify(peerId)}:${JSON.stringify({ socketId, peerId })}`;
}
