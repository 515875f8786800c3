import { type ServerHere, startServerHere } from "../../../testing/kit/server-here.ts";
import type { SignalingServerOptions } from "../src/index.ts";

export const token = "a token for tests";

export type RunningServer = ServerHere;

/** Starts a server with the token of these tests on a free port of the loopback address. The test closes it at its end. */
export function startServer(options: SignalingServerOptions = {}): Promise<RunningServer> {
  // Most tests of refusals cause many failures from one address.
  return startServerHere({ token, maxFailedAuthentications: 0, ...options });
}
