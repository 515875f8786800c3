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
import type { Options } from "./options.ts";

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

/** Returns the chosen attacks; all by default. Throws an error with a readable message for an unknown name. */
export function attacksOf({ only, except }: Pick<Options, "only" | "except">): readonly Attack[] {
  const known = attacks.map(({ name }) => name);
  const unknown = [...only, ...except].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const expected = `expected some of ${known.join(", ")}`;
    throw new Error(`${JSON.stringify(unknown)} is no attack: ${expected}`);
  }
  return attacks.filter(
    ({ name }) => (only.length === 0 || only.includes(name)) && !except.includes(name),
  );
}
