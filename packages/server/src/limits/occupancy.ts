import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";

export interface OccupancyLimits {
  /** 0 disables the limit, here and below. */
  readonly maxPeersPerRoom: number;
  readonly maxRoomsPerIdentity: number;
}

/** Counts the peers of each room and the rooms of each identity. */
export class Occupancy {
  readonly #peers = new Map<string, number>();
  /** By subject and room: the number of peers. */
  readonly #rooms = new Map<string, Map<string, number>>();
  readonly #limits: OccupancyLimits;
  readonly #report: Report;

  constructor(limits: OccupancyLimits, report: Report) {
    this.#limits = limits;
    this.#report = report;
  }

  /** Counts a new peer. Refuses with `room-full`, or with `forbidden` if the identity is in too many rooms. */
  enter(room: string, subject: string | undefined): void {
    this.#refuseFull(room);
    if (subject !== undefined) this.#enterAs(subject, room);
    increase(this.#peers, room);
  }

  leave(room: string, subject: string | undefined): void {
    decrease(this.#peers, room);
    const rooms = subject === undefined ? undefined : this.#rooms.get(subject);
    if (!rooms || subject === undefined) return;
    decrease(rooms, room);
    if (rooms.size === 0) this.#rooms.delete(subject);
  }

  /** Returns whether an identity has a peer in any room. */
  has(subject: string): boolean {
    return this.#rooms.has(subject);
  }

  #enterAs(subject: string, room: string): void {
    const rooms = this.#rooms.get(subject) ?? new Map<string, number>();
    const { maxRoomsPerIdentity: most } = this.#limits;
    if (most > 0 && rooms.size >= most && !rooms.has(room)) {
      this.#report({ type: "limit.reached", limit: "rooms", of: "identity" });
      throw new SignalingError(
        "forbidden",
        `this identity has peers in ${most} rooms, which is the limit; leave a room first`,
      );
    }
    increase(rooms, room);
    this.#rooms.set(subject, rooms);
  }

  #refuseFull(room: string): void {
    const { maxPeersPerRoom: most } = this.#limits;
    if (most === 0 || (this.#peers.get(room) ?? 0) < most) return;
    this.#report({ type: "limit.reached", limit: "peers", of: "room" });
    throw new SignalingError(
      "room-full",
      `room ${JSON.stringify(room)} has ${most} peers, which is the limit; try again later or join another room`,
    );
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function decrease(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
