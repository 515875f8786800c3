import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";
import { type BrowserName, browserNames } from "./browsers.ts";

export interface Options {
  readonly rounds: number;
  /** Number of uncounted rounds, in which the servers and the browsers warm up. */
  readonly warmUpRounds: number;
  readonly browsers: readonly BrowserName[];
  /** Round-trip times to the server, in milliseconds. */
  readonly delaysMs: readonly number[];
  /** Numbers of peers in a room. */
  readonly peers: readonly number[];
  /** Another checkout to compare with, to measure the effect of a change. */
  readonly before: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run bench:join -- [options]

Measures the time from the join to the open data channel, of this client and of two others.

  --rounds <count>    number of rounds (default: 20)
  --warm-up <count>   number of uncounted rounds before them (default: 2)
  --browsers <names>  some of ${browserNames.join(", ")}, separated by commas (default: all)
  --delays <list>     round-trip times to the server, in ms (default: 0,50,250)
  --peers <list>      2: one peer joins a waiting peer; 3: three peers join at once (default: 2,3)
  --before <folder>   also measure the built client and server of another checkout
  --json              print every measurement as JSON instead of tables
  --help              print this help and exit
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      rounds: { type: "string", default: "20" },
      "warm-up": { type: "string", default: "2" },
      browsers: { type: "string", default: browserNames.join(",") },
      delays: { type: "string", default: "0,50,250" },
      peers: { type: "string", default: "2,3" },
      before: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { json, help, before } = values;
  return {
    json,
    help,
    before,
    rounds: countOf("--rounds", values.rounds),
    warmUpRounds: countOf("--warm-up", values["warm-up"], 0),
    browsers: values.browsers.split(",").map(browserNamed),
    delaysMs: values.delays.split(",").map(delayOf),
    peers: values.peers.split(",").map(peersOf),
  };
}

function browserNamed(name: string): BrowserName {
  const browser = browserNames.find((one) => one === name);
  if (browser !== undefined) return browser;
  throw new Error(
    `--browsers contains ${JSON.stringify(name)}: expected some of ${browserNames.join(", ")}`,
  );
}

function delayOf(text: string): number {
  const delayMs = Number(text);
  if (text !== "" && delayMs >= 0 && delayMs <= 5_000) return delayMs;
  throw new Error(
    `--delays contains ${JSON.stringify(text)}: expected milliseconds from 0 to 5000`,
  );
}

function peersOf(text: string): number {
  const peers = countOf("--peers", text);
  if (peers === 2 || peers === 3) return peers;
  throw new Error(`--peers contains ${JSON.stringify(text)}: expected 2 or 3`);
}
