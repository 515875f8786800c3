import type { Attack } from "./attack.ts";
import { bruteForce } from "./attacks/brute-force.ts";
import { connectionFlood } from "./attacks/connection-flood.ts";
import { silentHolders, slowHeads } from "./attacks/holders.ts";
import { jsonWebTokens } from "./attacks/json-web-tokens.ts";
import { malformedFramesAttack } from "./attacks/malformed-frames.ts";
import { messageFlood } from "./attacks/message-flood.ts";
import { names } from "./attacks/names.ts";
import { nesting } from "./attacks/nesting.ts";
import { origins } from "./attacks/origins.ts";
import { oversize } from "./attacks/oversize.ts";
import { stalledReaders } from "./attacks/stalled-readers.ts";

/** In the order in which they run. */
const attacks: readonly Attack[] = [
  malformedFramesAttack,
  nesting,
  names,
  oversize,
  messageFlood,
  connectionFlood,
  silentHolders,
  slowHeads,
  stalledReaders,
  jsonWebTokens,
  origins,
  bruteForce,
];

/** Returns the attacks with these names; all if there are none. Throws an error with a readable message for an unknown name. */
export function attacksOf(only: readonly string[]): readonly Attack[] {
  const known = attacks.map(({ name }) => name);
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`--only has ${JSON.stringify(unknown)}; expected some of ${known.join(", ")}`);
  }
  return only.length === 0 ? attacks : attacks.filter(({ name }) => only.includes(name));
}
