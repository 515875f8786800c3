import type { SessionSecrets } from "../auth/session-secrets.ts";
import type { Directory } from "../directory/directory.ts";
import { Rooms } from "../directory/rooms.ts";
import { Occupancy, type OccupancyLimits } from "../limits/occupancy.ts";
import type { Report } from "../telemetry/fact.ts";
import { EndedSessions, type EndingRecord } from "./ended-sessions.ts";
import { Presence } from "./presence.ts";
import type { Resumable } from "./resumable.ts";
import type { Session } from "./session.ts";

/** The state on which the operations of the hub work. */
export interface HubState {
  /** The peers of all rooms, on all nodes. */
  readonly directory: Directory;
  /** The sessions of each room that are connected to this process. */
  readonly localMembers: Rooms<Session>;
  /** All sessions of this process, including visitors and away sessions. */
  readonly sessions: Set<Session>;
  /** The sessions that clients may resume, by session id. */
  readonly resumables: Map<string, Resumable<Session>>;
  readonly ended: EndedSessions;
  readonly presence: Presence;
  readonly secrets: SessionSecrets;
  /** The grace period of an away session, in milliseconds. */
  readonly graceMs: number;
  /** The maximum delay of a request in the network, in milliseconds: with a longer delay the heartbeat fails. */
  readonly longestDelayMs: number;
  /** The time until which sessions of an earlier process can be resumed, in milliseconds since 1970. */
  readonly gatheringEndsAtMs: number;
  /** Counts peers and rooms for their limits. */
  readonly occupancy: Occupancy;
  readonly report: Report;
}

export interface HubOptions
  extends Pick<HubState, "directory" | "report" | "secrets" | "graceMs" | "longestDelayMs"> {
  readonly limits: OccupancyLimits;
  /** Whether earlier processes can have had the same key. */
  readonly isKeyLasting: boolean;
  /** The record of ended sessions for later processes with this key. */
  readonly endingRecord?: EndingRecord | undefined;
}

export function createHubState(options: HubOptions): HubState {
  const { directory, report, secrets, graceMs, longestDelayMs, limits, isKeyLasting } = options;
  const localMembers = new Rooms<Session>();
  return {
    directory,
    localMembers,
    sessions: new Set(),
    resumables: new Map(),
    ended: new EndedSessions({ keepMs: graceMs, record: options.endingRecord }),
    presence: new Presence(localMembers),
    secrets,
    graceMs,
    longestDelayMs,
    gatheringEndsAtMs: isKeyLasting ? Date.now() + graceMs : 0,
    occupancy: new Occupancy(limits, report),
    report,
  };
}
