import { setTimeout } from "node:timers/promises";
import type { Clientele } from "./clientele.ts";
import type { Oracle } from "./oracle.ts";
import { type PlannedFault, struckBy } from "./plan.ts";
import type { RestartableServer } from "./restartable-server.ts";

export interface Field {
  readonly clientele: Clientele;
  readonly oracle: Oracle;
  readonly server: RestartableServer;
  readonly size: { readonly slots: number; readonly processes: number };
}

/** Lets one thing go wrong, and be well again. */
export async function strike(field: Field, fault: PlannedFault): Promise<void> {
  const { clientele, oracle, server, size } = field;
  const { kind, slot, durationMs, direction } = fault;
  const proxy = clientele.proxy(slot);
  const struck = struckBy(kind, slot, size);
  switch (kind) {
    case "reset":
      oracle.cut(clientele.peerId(slot), Date.now());
      proxy.reset();
      break;
    case "half-open":
      oracle.cut(clientele.peerId(slot), Date.now());
      proxy.halfOpen("server");
      break;
    case "deaf-client":
      proxy.halfOpen("client");
      break;
    case "black-hole":
      proxy.blackhole(direction);
      await setTimeout(durationMs);
      proxy.heal();
      break;
    case "delay":
      proxy.delay(durationMs / 10);
      await setTimeout(durationMs);
      proxy.heal();
      break;
    case "sleep":
      clientele.process(slot).sleep();
      await setTimeout(durationMs);
      clientele.process(slot).wake();
      break;
    case "leave":
      clientele.leave(slot);
      clientele.join(slot);
      break;
    case "crash":
      await clientele.crash(struck);
      break;
    case "kill-server":
      await server.restart(durationMs);
      break;
  }
}
