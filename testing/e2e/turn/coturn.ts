import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { findCoturn } from "../../../tools/coturn.ts";
import { Command } from "../../kit/command.ts";
import { freePort } from "../../kit/free-port.ts";
import { useProgram } from "../../kit/use-program.ts";

const startScript = join(import.meta.dirname, "../../../deploy/coturn/start.sh");

export interface CoturnOptions {
  /** The `TURN_SECRET` of the signaling server. */
  readonly secret: string;
  /** The listening and relay addresses. */
  readonly addresses?: readonly string[];
  /** Additional lines for the provided configuration. */
  readonly settings?: readonly string[];
  /** The port. Default: a free one. */
  readonly port?: number;
  /** The command line in front of its own, for another network. */
  readonly within?: readonly string[];
}

/** Skips the tests of the scope without coturn; fails in CI. */
export const useCoturn = () => useProgram("coturn", "TURNSERVER_PATH", findCoturn);

/** Starts the real coturn with the provided configuration. It ends with the test. Resolves with its port. */
export async function startCoturn(options: CoturnOptions): Promise<number> {
  const { secret, addresses = ["127.0.0.1"], settings = [], within = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), "coturn-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const port = options.port ?? (await freePort());
  const parameters = [
    ...addresses.flatMap((address) => [`--listening-ip=${address}`, `--relay-ip=${address}`]),
    `--listening-port=${port}`,
    `--pidfile=${join(folder, "pid")}`,
    `--userdb=${join(folder, "turndb")}`,
    ...settings,
  ];
  const PATH = [dirname(findCoturn() ?? ""), process.env["PATH"]].join(delimiter);
  const environment = { PATH, TMPDIR: folder, TURN_SECRET: secret };
  const [program, ...words] = [...within, startScript, ...parameters] as [string, ...string[]];
  const coturn = new Command(program, words, { environment });
  // coturn serves from this line on; earlier requests are repeated.
  await coturn.line(/Total General servers/);
  return port;
}
