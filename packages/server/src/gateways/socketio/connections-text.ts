import type { Connections } from "simple-webrtc-signaling-protocol";

type Entry = Connections[string];

interface Encoded {
  readonly peers: readonly Entry[];
  readonly members: string;
}

let last: Encoded = { peers: [], members: "" };

/**
 * Returns peers as JSON text in the form of the base protocol. When many clients join one room, each list begins with the
 * last one, so only the new peers are encoded.
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
