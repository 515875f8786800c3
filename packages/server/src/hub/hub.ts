import type { Directory } from "../directory/directory.ts";
import { Rooms } from "../rooms.ts";
import type { Report } from "../telemetry/fact.ts";
import type { Session } from "./session.ts";

/** The signaling core. What may be asked of it: `join`, `relay`, `broadcast`, `leave`. */
export interface Hub {
  /** Who is in which room, wherever. */
  readonly directory: Directory;
  /** Who hears a room through this process. */
  readonly audience: Rooms<Session>;
  readonly report: Report;
}

export function createHub({ directory, report }: Pick<Hub, "directory" | "report">): Hub {
  return { directory, audience: new Rooms(), report };
}
