import type { Figure } from "../kit/verdict.ts";
import type { Canary } from "./canary.ts";
import type { Endpoint } from "./endpoint.ts";
import type { MemoryWatch } from "./memory.ts";
import type { Options } from "./options.ts";
import type { Setting } from "./setting.ts";

/** The environment of an attack. */
export interface Field {
  readonly endpoint: Endpoint;
  readonly canary: Canary;
  /** The memory of the server process; absent for a process of another program. */
  readonly memory: MemoryWatch | undefined;
  readonly isServerAlive: () => boolean;
  readonly options: Options;
}

/** One attack on a server, limited in count and time. */
export interface Attack {
  readonly name: string;
  readonly sentence: string;
  /** The required settings of an attack that applies only to this project's server. */
  readonly oursOnly?: boolean;
  readonly setting?: Setting;
  /** Runs the attack. Returns figures in addition to those of the canary and the process. */
  run(field: Field): Promise<Figure[]>;
}
