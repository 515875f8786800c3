/** A way in which peers hear of each other. */
export interface Way {
  readonly title: string;
  /** The frame that makes a peer of a visitor. */
  ready(id: string): string;
  /** The ids of the peers that a frame tells of. */
  told(frame: string): readonly string[];
}

interface Told {
  readonly peerId: string;
}

/** Every newcomer is told of all who are there, and all of them of every newcomer. */
export const seed: Way = {
  title: "stock clients",
  ready: (id) => `42["ready","${id}"]`,
  told(frame) {
    if (!frame.startsWith('42["message",')) return [];
    const [, envelope] = JSON.parse(frame.slice(2));
    if (envelope.connections) return Object.keys(envelope.connections);
    return envelope.action === "open" ? [envelope.from] : [];
  },
};

/** Every newcomer is told of all who are there; of newcomers in batches. */
export const session: Way = {
  title: "clients with a session",
  ready: (id) => `421["ready","${id}",{"session":true}]`,
  told(frame) {
    if (frame.startsWith("431[")) return JSON.parse(frame.slice(3))[0].value.peers.map(idOf);
    if (!frame.startsWith('42["presence",')) return [];
    return JSON.parse(frame.slice(2))[1].joined.map(idOf);
  },
};

function idOf({ peerId }: Told): string {
  return peerId;
}
