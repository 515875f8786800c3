/** A way in which peers receive presence. */
export interface Way {
  readonly title: string;
  /** The frame that makes a visitor a peer. */
  ready(id: string): string;
  /** Returns the ids of the peers that a frame reports. */
  told(frame: string): readonly string[];
}

interface Told {
  readonly peerId: string;
}

/** Every new peer receives the roster, and all present peers receive one event per new peer. */
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

/** Every new peer receives the roster, and all present peers receive new peers in batches. */
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
