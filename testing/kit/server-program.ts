import { randomUUID } from "node:crypto";
import { ServerProgram } from "./command.ts";

/** The real signaling server in a separate process. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** The environment with which the examples use this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the process as an operator does. Resolves when it has ended. */
  stop(): Promise<void>;
  /** Sends a signal that does not end the process, such as `SIGSTOP`. */
  signal(name: NodeJS.Signals): void;
  /** Ends the process by a signal, with any exit code. Resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  /** The port. Default: a free one. */
  readonly port?: number;
  /** The token. Default: a unique one. Programs keep looking for a stopped server, and another test may use its port by then. */
  readonly token?: string;
  /** Further settings, as environment variables. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startServer({
  port = 0,
  token = randomUUID(),
  settings = {},
}: ServerOptions = {}): Promise<RunningServer> {
  const program = new ServerProgram({
    HOST: "127.0.0.1",
    PORT: String(port),
    TOKEN: token,
    ...settings,
  });
  const line = await program.line(/listening on http/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? "";
  return {
    url,
    port: Number(new URL(url).port),
    token,
    environment: { SERVER_URL: url, TOKEN: token },
    signal: (name) => program.signal(name),
    async end(signal) {
      await program.end(signal);
    },
    async stop() {
      const exit = await program.end("SIGTERM");
      if (exit !== 0) throw new Error(`the server ended with ${exit}`);
    },
  };
}
