/** The network check that a server serves at `/client-check.js`. Without a `url`, it checks the server that served it. */
export * from "./index.ts";

import { ownServer } from "../server/own-server.ts";
import {
  type CheckNetworkOptions,
  checkNetwork as check,
  type NetworkReport,
} from "./check-network.ts";

export async function checkNetwork(options: CheckNetworkOptions = {}): Promise<NetworkReport> {
  const url = options.url ?? ownServer();
  return check(url === undefined ? options : { ...options, url });
}
