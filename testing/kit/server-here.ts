import { randomUUID } from "node:crypto";
import {
  createSignalingServer,
  type Fact,
  type Listening,
  type SignalingServerOptions,
} from "simple-webrtc-signaling-server";
import { onTestFinished } from "vitest";

/** A server in the process of its test. */
export interface ServerHere extends Listening {
  /** All facts so far, in place of a log. */
  readonly facts: readonly Fact[];
  drain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of the loopback address. The test closes it at its end. Without any authentication in
 * the options, the server accepts all clients.
 */
export async function startServerHere(options: SignalingServerOptions = {}): Promise<ServerHere> {
  const server = await startServerForTests(options);
  onTestFinished(server.close);
  return server;
}

/** Starts a server like `startServerHere()`, which serves several tests. The caller closes it. */
export async function startServerForTests(
  options: SignalingServerOptions = {},
): Promise<ServerHere> {
  const { token, auth, authenticate } = options;
  const isOpen = (token ?? auth ?? authenticate) === undefined;
  const facts: Fact[] = [];
  const server = createSignalingServer({
    host: "127.0.0.1",
    port: 0,
    ...(isOpen ? { auth: "none" as const } : {}),
    ...options,
    report: (fact) => {
      facts.push(fact);
      options.report?.(fact);
    },
  });
  const listening = await server.listen();
  return { ...listening, facts, drain: server.drain, close: server.close };
}

/** A server for programs in other processes. */
export interface ServerForPrograms extends ServerHere {
  readonly token: string;
  /** The environment with which the examples use this server. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a server with a unique token in this process, which costs less than a process of its own. */
export async function startServerForPrograms(
  options: SignalingServerOptions = {},
): Promise<ServerForPrograms> {
  const token = randomUUID();
  const server = await startServerHere({ ...options, token });
  return { ...server, token, environment: { SERVER_URL: server.url, TOKEN: token } };
}
