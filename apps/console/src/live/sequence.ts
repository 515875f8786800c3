import type { StreamEvent } from "../api/answers.ts";

/** The maximum number of rows. Earlier rows are forgotten. */
const mostRows = 500;

/** The maximum number of rows before which a late event is inserted. */
const mostLate = 50;

/** One row of a sequence: an arrow between columns, or a mark in one column. */
export interface Row {
  readonly id: number;
  readonly event: StreamEvent;
  /** The column of the peer that did something; `undefined`: the row is for the whole room. */
  readonly from: number | undefined;
  /** The columns of the receivers. */
  readonly to: readonly number[];
}

/** The signaling of one room: a column for each peer, in the order in which they are first seen. */
export class Sequence {
  readonly peers: string[] = [];
  readonly rows: Row[] = [];
  /** Changes with each change, because the lists are the same objects. */
  revision = 0;
  #present = new Set<string>();
  #next = 0;

  /** Sets the peers that are in the room, before their first event. */
  begin(peerIds: readonly string[]): void {
    this.revision += 1;
    for (const peerId of peerIds) {
      this.#columnOf(peerId);
      this.#present.add(peerId);
    }
  }

  add(event: StreamEvent): void {
    this.revision += 1;
    const { type } = event;
    const sender = event["from"] ?? event["peerId"];
    const from = typeof sender === "string" ? this.#columnOf(sender) : undefined;
    if (typeof sender === "string") {
      if (type === "peer.left" || type === "peer.kicked") this.#present.delete(sender);
      else this.#present.add(sender);
    }
    const row = { id: this.#next, event, from, to: this.#receiversOf(event, from) };
    this.rows.splice(this.#placeOf(event), 0, row);
    this.#next += 1;
    if (this.rows.length > mostRows) this.rows.shift();
  }

  /** Forgets all rows, and the columns of peers that have left. */
  clear(): void {
    this.revision += 1;
    this.rows.length = 0;
    this.peers.splice(0, Number.POSITIVE_INFINITY, ...this.#present);
  }

  /** Returns the index of an event. The events of another server arrive a moment later, and their clock is the same. */
  #placeOf({ at }: StreamEvent): number {
    let place = this.rows.length;
    const earliest = Math.max(place - mostLate, 0);
    while (place > earliest && String(this.rows[place - 1]?.event.at) > at) place -= 1;
    return place;
  }

  #receiversOf({ type, ...event }: StreamEvent, from: number | undefined): readonly number[] {
    if (type === "message.relayed") return [this.#columnOf(String(event["target"]))];
    if (type !== "message.broadcast") return [];
    return [...this.#present].map((peerId) => this.#columnOf(peerId)).filter((to) => to !== from);
  }

  #columnOf(peerId: string): number {
    const known = this.peers.indexOf(peerId);
    return known < 0 ? this.peers.push(peerId) - 1 : known;
  }
}
