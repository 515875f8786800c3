import { Deadline } from "../deadline.ts";
import type { Entry, Peer } from "./directory.ts";
import { unavailable } from "./unavailable.ts";

/** The maximum time between the response to a claim and its event. */
const eventSeconds = 2;

/** A claim or a move. */
interface Request extends Pick<Peer, "room" | "peerId" | "sessionId" | "socketId"> {
  /** Distinguishes the claims of one socket; absent for a move. */
  readonly joinedAtMs?: number;
}

interface UnderWay {
  readonly request: Request;
  readonly entered: (entry: Entry) => void;
  isEntered: boolean;
  done(): void;
}

/** The claims and moves of a node that wait for the store, by socket id. */
export class EntersUnderWay {
  readonly #all = new Map<string, UnderWay>();

  /**
   * Runs a claim or a move. The event of the store decides, not its response: after the event, a lost response is no
   * failure; without the event, a success is none. An earlier request of the socket may have been granted without a
   * response. Its event does not count.
   */
  async run<Outcome extends { readonly type: string }>(
    request: Request,
    entered: (entry: Entry) => void,
    success: Outcome["type"],
    work: () => Promise<Outcome>,
  ): Promise<Outcome> {
    let done = () => {};
    const event = new Promise<void>((resolve) => {
      done = resolve;
    });
    const { socketId } = request;
    const underWay: UnderWay = { request, entered, isEntered: false, done };
    this.#all.set(socketId, underWay);
    try {
      const outcome = await work();
      if (underWay.isEntered) return { type: success } as Outcome;
      if (outcome.type === success) await inTime(event);
      return outcome;
    } catch (error) {
      if (underWay.isEntered) return { type: success } as Outcome;
      throw error;
    } finally {
      if (this.#all.get(socketId) === underWay) this.#all.delete(socketId);
    }
  }

  /** Returns whether an entry is that of a claim or a move that waits for the store. */
  has(entry: Entry): boolean {
    const underWay = this.#all.get(entry.peer.socketId);
    return underWay !== undefined && isOf(underWay.request, entry);
  }

  /** Returns the peer ids of the claims and moves in a room that wait for the store. */
  peerIdsIn(room: string): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const { request } of this.#all.values()) {
      if (request.room === room) ids.add(request.peerId);
    }
    return ids;
  }

  /** Handles the event of a claim or a move. Returns `false` if this claim or move is not under way. */
  enter(entry: Entry): boolean {
    const underWay = this.#all.get(entry.peer.socketId);
    if (!underWay || underWay.isEntered || !isOf(underWay.request, entry)) return false;
    underWay.isEntered = true;
    underWay.entered(entry);
    underWay.done();
    return true;
  }
}

function isOf({ room, peerId, sessionId, joinedAtMs }: Request, entry: Entry): boolean {
  const { peer } = entry;
  if (peer.room !== room || peer.peerId !== peerId || peer.sessionId !== sessionId) return false;
  return joinedAtMs === undefined || joinedAtMs === entry.joinedAtMs;
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
