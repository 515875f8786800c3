import { Deadline } from "../deadline.ts";
import type { Entry, Peer } from "./directory.ts";
import { unavailable } from "./unavailable.ts";

/** The maximum time between the response to a claim and its event. */
const eventSeconds = 2;

interface UnderWay {
  readonly room: string;
  readonly peerId: string;
  readonly entered: (entry: Entry) => void;
  isEntered: boolean;
  done(): void;
}

/** The claims and moves of a node that wait for the store, by socket id. */
export class EntersUnderWay {
  readonly #all = new Map<string, UnderWay>();

  /**
   * Runs a claim or a move. The event of the store decides, not its response: after the event, a lost response is no
   * failure; without the event, a success is none.
   */
  async run<Outcome extends { readonly type: string }>(
    { socketId, room, peerId }: Pick<Peer, "socketId" | "room" | "peerId">,
    entered: (entry: Entry) => void,
    success: Outcome["type"],
    work: () => Promise<Outcome>,
  ): Promise<Outcome> {
    let done = () => {};
    const event = new Promise<void>((resolve) => {
      done = resolve;
    });
    const underWay: UnderWay = { room, peerId, entered, isEntered: false, done };
    this.#all.set(socketId, underWay);
    try {
      const outcome = await work();
      if (outcome.type === success && !underWay.isEntered) await inTime(event);
      return outcome;
    } catch (error) {
      if (underWay.isEntered) return { type: success } as Outcome;
      throw error;
    } finally {
      if (this.#all.get(socketId) === underWay) this.#all.delete(socketId);
    }
  }

  has(socketId: string): boolean {
    return this.#all.has(socketId);
  }

  /** Returns the peer ids of the claims and moves in a room that wait for the store. */
  peerIdsIn(room: string): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const one of this.#all.values()) if (one.room === room) ids.add(one.peerId);
    return ids;
  }

  /** Handles the event of a claim or a move. Returns `false` if nothing with this socket is under way. */
  enter(socketId: string, entry: Entry): boolean {
    const underWay = this.#all.get(socketId);
    if (!underWay || underWay.isEntered) return false;
    underWay.isEntered = true;
    underWay.entered(entry);
    underWay.done();
    return true;
  }
}

async function inTime(event: Promise<void>): Promise<void> {
  let fail = () => {};
  const late = new Promise<never>((_, reject) => {
    fail = () => reject(unavailable("the directory"));
  });
  const deadline = new Deadline(eventSeconds, fail);
  deadline.start();
  try {
    await Promise.race([event, late]);
  } finally {
    deadline.stop();
  }
}
