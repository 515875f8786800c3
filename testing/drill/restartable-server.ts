import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { OurServer } from "../kit/our-server.ts";

/** How a process of the server ended. */
export interface ProcessEnd {
  /** `null`: a signal ended it. */
  readonly exitCode: number | null;
  /** The lines of its log with the level `error`. */
  readonly errors: readonly string[];
}

/** The server as operators run it. It restarts on the same port and with the same key. */
export class RestartableServer {
  readonly token: string;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #nodeOptions: readonly string[];
  #server: OurServer;
  /** The end of each process that was restarted or stopped. */
  readonly ends: ProcessEnd[] = [];

  private constructor(
    server: OurServer,
    settings: Readonly<Record<string, string>>,
    nodeOptions: readonly string[],
  ) {
    this.#server = server;
    this.#settings = { ...settings, PORT: new URL(server.url).port };
    this.#nodeOptions = nodeOptions;
    this.token = settings["TOKEN"] ?? "";
  }

  static async start(
    settings: Readonly<Record<string, string>>,
    nodeOptions: readonly string[] = [],
  ): Promise<RestartableServer> {
    const secret = () => randomBytes(24).toString("base64url");
    // A line of the log contains the listening address.
    const kept = { TOKEN: secret(), SESSION_KEY: secret(), LOG_LEVEL: "info", ...settings };
    return new RestartableServer(await OurServer.start(kept, nodeOptions), kept, nodeOptions);
  }

  get url(): string {
    return this.#server.url;
  }

  get pid(): number {
    return this.#server.pid;
  }

  get isRunning(): boolean {
    return this.#server.isRunning;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Ends the server with a signal, and starts a new process after a pause. */
  async restart(downMs: number, signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    await this.stop(signal);
    await setTimeout(downMs);
    this.#server = await OurServer.start(this.#settings, this.#nodeOptions);
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const log = await this.#server.stop(signal);
    const errors = log.split("\n").filter((line) => line.startsWith('{"level":50'));
    this.ends.push({ exitCode: this.#server.exitCode, errors });
  }
}
