import { randomUUID } from "node:crypto";
import { Program } from "./program.ts";

/** The real signaling server, on a port of its own. */
export interface RunningServer {
  readonly url: string;
  readonly token: string;
  /** What makes the examples use this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the process as an operator would. Resolves when it is gone. */
  stop(): Promise<void>;
}

export async function startServer(): Promise<RunningServer> {
  // Programs go on looking for a server that has stopped, and its port may be another test's by then.
  const token = randomUUID();
  const program = new Program("packages/server/src/cli.ts", {
    HOST: "127.0.0.1",
    PORT: "0",
    TOKEN: token,
  });
  const line = await program.line(/listening on http/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? "";
  return {
    url,
    token,
    environment: { SERVER_URL: url, TOKEN: token },
    async stop() {
      const exit = await program.end("SIGTERM");
      if (exit !== 0) throw new Error(`the server ended with ${exit}`);
    },
  };
}
