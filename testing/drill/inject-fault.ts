import { setTimeout } from "node:timers/promises";
import type { ClientFleet } from "./client-fleet.ts";
import type { Oracle } from "./oracle.ts";
import { affectedBy, type PlannedFault } from "./plan.ts";
import type { ServerGroup } from "./server-group.ts";

export interface Field {
  readonly fleet: ClientFleet;
  readonly oracle: Oracle;
  readonly servers: ServerGroup;
  readonly size: { readonly slots: number; readonly processes: number };
}

/** Injects one fault and removes it. */
export async function injectFault(field: Field, fault: PlannedFault): Promise<void> {
  const { fleet, oracle, size } = field;
  const { kind, slot, durationMs, direction } = fault;
  const proxy = fleet.proxy(slot);
  const affected = affectedBy(kind, slot, size);
  switch (kind) {
    case "reset":
      oracle.cut(fleet.peerId(slot), Date.now());
      proxy.reset();
      break;
    case "half-open":
      oracle.cut(fleet.peerId(slot), Date.now());
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
      fleet.process(slot).sleep();
      await setTimeout(durationMs);
      fleet.process(slot).wake();
      break;
    case "leave":
      fleet.leave(slot);
      fleet.join(slot);
      break;
    case "crash":
      await fleet.crash(affected);
      break;
    default:
      await injectServerFault(field, fault);
  }
}

async function injectServerFault({ servers, fleet }: Field, fault: PlannedFault): Promise<void> {
  const { kind, slot, durationMs, direction } = fault;
  const index = slot % servers.count;
  switch (kind) {
    case "kill-server":
      fleet.cutAll(index);
      await servers.restart(index, durationMs, "SIGKILL");
      break;
    case "drain-server":
      await servers.restart(index, durationMs, "SIGTERM");
      break;
    case "cut-server":
      await servers.cut(index, durationMs, direction);
      break;
    case "reset-server":
      servers.resetLink(index);
      break;
    case "kill-redis":
      await servers.restartRedis(durationMs);
      break;
    case "hang-redis":
      await servers.hangRedis(durationMs);
      break;
  }
}
