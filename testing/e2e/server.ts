import { randomUUID } from "node:crypto";
import { ServerProgram } from "./program.ts";

/** The real signaling server, a process of its own. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** What makes the examples use this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the process as an operator would. Resolves when it is gone. */
  stop(): Promise<void>;
  /** Sends it a signal that does not end it, such as `SIGSTOP`. */
  signal(name: NodeJS.Signals): void;
  /** Ends it by a signal, whatever its exit code. Resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** Default: one nobody else has. Programs go on looking for a server that has stopped, and its port may be another test's by then. */
  readonly token?: string;
  /** More of its settings, as its environment has them. */
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
