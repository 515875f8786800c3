import type { SessionSecrets } from "../auth/session-secrets.ts";
import type { Directory } from "../directory/directory.ts";
import { Rooms } from "../directory/rooms.ts";
import { Occupancy, type OccupancyLimits } from "../limits/occupancy.ts";
import type { Report } from "../telemetry/fact.ts";
import { EndedSessions, type EndingRecord } from "./ended-sessions.ts";
import { Presence } from "./presence.ts";
import type { Resumable } from "./resumable.ts";
import type { Session } from "./session.ts";

/** The signaling core. What may be asked of it: `join`, `resume`, `relay`, `broadcast`, `lose`, `leave`; and of an administrator. */
export interface Hub {
  /** Who is in which room, wherever. */
  readonly directory: Directory;
  /** Who hears a room through this process. */
  readonly localMembers: Rooms<Session>;
  /** Everybody who was let in through this process, visitors and who is away too. */
  readonly sessions: Set<Session>;
  /** What clients may come back to, by session id. */
  readonly resumables: Map<string, Resumable<Session>>;
  readonly ended: EndedSessions;
  readonly presence: Presence;
  readonly secrets: SessionSecrets;
  /** How long an away session waits for its client, in milliseconds. */
  readonly graceMs: number;
  /** How long a request may be under way at most, in milliseconds: a connection that delays longer fails its heartbeat. */
  readonly longestDelayMs: number;
  /** Until when sessions of an earlier process may come back, on the clock of `Date.now`. */
  readonly gatheringEndsAtMs: number;
  /** How many may be where. */
  readonly occupancy: Occupancy;
  readonly report: Report;
}

export interface HubOptions
  extends Pick<Hub, "directory" | "report" | "secrets" | "graceMs" | "longestDelayMs"> {
  readonly limits: OccupancyLimits;
  /** Whether processes before this one had its key. */
  readonly isKeyLasting: boolean;
  /** Where sessions that end are recorded for later processes with that key. */
  readonly endingRecord?: EndingRecord | undefined;
}

export function createHub(options: HubOptions): Hub {
  const { directory, report, secrets, graceMs, longestDelayMs, limits, isKeyLasting } = options;
  const audience = new Rooms<Session>();
  return {
    directory,
    localMembers: audience,
    sessions: new Set(),
    resumables: new Map(),
    ended: new EndedSessions({ keepMs: graceMs, record: options.endingRecord }),
    presence: new Presence(audience),
    secrets,
    graceMs,
    longestDelayMs,
    gatheringEndsAtMs: isKeyLasting ? Date.now() + graceMs : 0,
    occupancy: new Occupancy(limits, report),
    report,
  };
}
