import type { Directory } from "../directory/directory.ts";
import { Occupancy, type OccupancyLimits } from "../limits/occupancy.ts";
import { Rooms } from "../rooms.ts";
import type { Report } from "../telemetry/fact.ts";
import type { Session } from "./session.ts";

/** The signaling core. What may be asked of it: `join`, `relay`, `broadcast`, `leave`; and of an administrator. */
export interface Hub {
  /** Who is in which room, wherever. */
  readonly directory: Directory;
  /** Who hears a room through this process. */
  readonly audience: Rooms<Session>;
  /** Everybody who was let in through this process, visitors too. */
  readonly sessions: Set<Session>;
  /** How many may be where. */
  readonly occupancy: Occupancy;
  readonly report: Report;
}

export interface HubOptions extends Pick<Hub, "directory" | "report"> {
  readonly limits: OccupancyLimits;
}

export function createHub({ directory, report, limits }: HubOptions): Hub {
  return {
    directory,
    audience: new Rooms(),
    sessions: new Set(),
    occupancy: new Occupancy(limits, report),
    report,
  };
}
