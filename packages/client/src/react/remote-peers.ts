import type { Unsubscribe } from "../base/emitter.ts";
import { listenTo } from "../base/listen-to.ts";
import type { Peer } from "../webrtc/peer.ts";

/** Another peer of the room, as a component sees it. A change makes another object. */
export interface RemotePeer {
  readonly id: string;
  readonly peer: Peer;
  /** The state of the connection to the peer. */
  readonly state: Peer["state"];
  /** The streams with tracks of the peer. A track that the peer added without a stream has a stream of its own. */
  readonly streams: readonly MediaStream[];
}

/** The other peers of a room, with what a component needs of them. */
export class RemotePeers {
  readonly #changed: () => void;
  readonly #peers = new Map<Peer, { remote: RemotePeer; readonly offs: Unsubscribe[] }>();

  /** `changed` is called after each change of the list. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get list(): readonly RemotePeer[] {
    return [...this.#peers.values()].map(({ remote }) => remote);
  }

  add(peer: Peer): void {
    const { id, state } = peer;
    const offs = [
      peer.on("state", (state) => this.#update(peer, { state })),
      peer.on("track", ({ track, streams }) => {
        const own = streams.length > 0 ? streams : [this.#streamOf(peer, track)];
        for (const stream of own) this.#addStream(peer, stream);
      }),
    ];
    this.#peers.set(peer, { remote: { id, peer, state, streams: [] }, offs });
    this.#changed();
  }

  remove(peer: Peer): void {
    for (const off of this.#peers.get(peer)?.offs ?? []) off();
    if (this.#peers.delete(peer)) this.#changed();
  }

  clear(): void {
    for (const { offs } of this.#peers.values()) for (const off of offs) off();
    this.#peers.clear();
  }

  #update(peer: Peer, changes: Partial<Pick<RemotePeer, "state" | "streams">>): void {
    const entry = this.#peers.get(peer);
    if (!entry) return;
    entry.remote = { ...entry.remote, ...changes };
    this.#changed();
  }

  #streamsOf(peer: Peer): readonly MediaStream[] {
    return this.#peers.get(peer)?.remote.streams ?? [];
  }

  /** Returns the stream of a track that was added without one. The track arrives again when its peer negotiates it again. */
  #streamOf(peer: Peer, track: MediaStreamTrack): MediaStream {
    const known = this.#streamsOf(peer).find((stream) => stream.getTracks().includes(track));
    return known ?? new MediaStream([track]);
  }

  #addStream(peer: Peer, stream: MediaStream): void {
    const streams = this.#streamsOf(peer);
    if (streams.includes(stream)) return;
    const off = listenTo(stream, "removetrack", () => {
      if (stream.getTracks().length > 0) return;
      off();
      this.#update(peer, { streams: this.#streamsOf(peer).filter((one) => one !== stream) });
    });
    this.#peers.get(peer)?.offs.push(off);
    this.#update(peer, { streams: [...streams, stream] });
  }
}
