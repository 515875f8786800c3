import type { Figure } from "../kit/verdict.ts";
import type { Canary } from "./canary.ts";
import type { Endpoint } from "./endpoint.ts";
import type { MemoryWatch } from "./memory.ts";
import type { Options } from "./options.ts";
import type { Setting } from "./setting.ts";

/** What an attack has before it. */
export interface Field {
  readonly endpoint: Endpoint;
  readonly canary: Canary;
  /** Of the server's process; absent if that is not ours to look at. */
  readonly memory: MemoryWatch | undefined;
  readonly isServerAlive: () => boolean;
  readonly options: Options;
}

/** One way to hurt a server, bounded in count and time. */
export interface Attack {
  readonly name: string;
  readonly sentence: string;
  /** Present: it is about something that only our server promises, set up like this. */
  readonly oursOnly?: boolean;
  readonly setting?: Setting;
  /** What was measured, beside what the canary and the process say themselves. */
  run(field: Field): Promise<Figure[]>;
}
