import type { Agent } from "node:http";
import type { Socket } from "node:net";

/**
 * Closes connections that an agent keeps for later requests after `idleMs` milliseconds. The option `timeout` of the agent would
 * also limit the time in which a connection opens.
 */
export function closeIdle<Kept extends Agent>(agent: Kept, idleMs: number): Kept {
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    const isKept = keep(socket);
    (socket as Socket).setTimeout(idleMs);
    return isKept;
  };
  return agent;
}
