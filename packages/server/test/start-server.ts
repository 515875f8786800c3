import { onTestFinished } from "vitest";
import {
  createSignalingServer,
  type Fact,
  type Listening,
  type SignalingServerOptions,
} from "../src/index.ts";

export const token = "a token for tests";

export interface RunningServer extends Listening {
  readonly facts: readonly Fact[];
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback address. The test closes it at its end. */
export async function startServer(options: SignalingServerOptions = {}): Promise<RunningServer> {
  const facts: Fact[] = [];
  const server = createSignalingServer({
    host: "127.0.0.1",
    port: 0,
    token,
    report: (fact) => facts.push(fact),
    // Most tests of refusals cause many failures from one address.
    maxFailedAuthentications: 0,
    ...options,
  });
  const listening = await server.listen();
  onTestFinished(server.close);
  return { ...listening, facts, drain: server.drain, close: server.close };
}
