import { createHash } from "node:crypto";
import * as changing from "./changing.ts";
import { common } from "./common.ts";
import * as living from "./living.ts";
import * as reading from "./reading.ts";
import * as restating from "./restating.ts";

const bodies = { ...changing, ...living, ...reading, ...restating };

export type ScriptName = keyof typeof bodies;

export interface Script {
  readonly text: string;
  readonly hash: string;
}

const names = Object.keys(bodies) as ScriptName[];

/** The operations of the store, which Redis does one at a time. */
export const scripts = Object.fromEntries(
  names.map((name) => {
    const text = `${common}${bodies[name]}`;
    return [name, { text, hash: createHash("sha1").update(text).digest("hex") }];
  }),
) as Readonly<Record<ScriptName, Script>>;
