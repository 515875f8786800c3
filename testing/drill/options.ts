import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { type Trouble, trouble } from "./plan.ts";

export interface Options {
  readonly seed: number;
  readonly seconds: number;
  readonly peers: number;
  readonly rooms: number;
  readonly processes: number;
  readonly faults: number;
  readonly signals: number;
  readonly kinds: readonly Trouble[];
  readonly sleepSeconds: number;
  readonly graceSeconds: number;
  /** Percentage of packets that are dropped. */
  readonly loss: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run drill -- [options]

Lets clients talk through a network that fails, with a server that is killed and clients that sleep; an oracle, which
knows what was sent and who is there, says whether anybody was told otherwise.

  --seed <count>       of what goes wrong, and when (default: 20261126)
  --seconds <count>    how long they talk (default: 60)
  --peers <count>      clients, each behind a network of its own (default: 40)
  --rooms <count>      how many rooms they are in (default: 10)
  --processes <count>  how many processes they are in; a process sleeps and crashes as a whole (default: 4)
  --faults <count>     how often something goes wrong (default: 100)
  --signals <count>    numbered signals they send, in all (default: 20000)
  --kinds <names>      of ${trouble.join(", ")}
                       (default: all but deaf-client, which takes a client 45 s to notice)
  --sleep <seconds>    how long the longest sleep is (default: 20)
  --grace <seconds>    SESSION_GRACE of the server (default: 30)
  --loss <percent>     of all packets, both ways, dropped by nftables in a network namespace (default: none)
  --json               print figures as JSON instead of lines
  --help               print this and end

Ends with 1 if something was not as it must be.
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      seed: { type: "string", default: "20261126" },
      seconds: { type: "string", default: "60" },
      peers: { type: "string", default: "40" },
      rooms: { type: "string", default: "10" },
      processes: { type: "string", default: "4" },
      faults: { type: "string", default: "100" },
      signals: { type: "string", default: "20000" },
      kinds: { type: "string", default: trouble.filter((kind) => kind !== "deaf-client").join() },
      sleep: { type: "string", default: "20" },
      grace: { type: "string", default: "30" },
      loss: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    ...values,
    seed: countOf("--seed", values.seed),
    seconds: countOf("--seconds", values.seconds),
    peers: countOf("--peers", values.peers),
    rooms: countOf("--rooms", values.rooms),
    processes: countOf("--processes", values.processes),
    faults: countOf("--faults", values.faults),
    signals: countOf("--signals", values.signals),
    kinds: kindsOf(values.kinds),
    sleepSeconds: countOf("--sleep", values.sleep),
    graceSeconds: countOf("--grace", values.grace),
    loss: values.loss === undefined ? 0 : countOf("--loss", values.loss),
  };
}

function kindsOf(text: string): readonly Trouble[] {
  const names = text.split(",");
  const unknown = names.find((name) => !trouble.some((kind) => kind === name));
  if (unknown === undefined) return names as Trouble[];
  throw new Error(`--kinds is ${JSON.stringify(unknown)}: expected some of ${trouble.join(", ")}`);
}
