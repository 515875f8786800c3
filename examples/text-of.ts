import type { Envelope } from "./signaling-channel.ts";

/** An envelope, for people. */
export function textOf({ from, target, message, action, connections }: Envelope): string {
  if (connections) return `here already: ${Object.keys(connections).join(", ") || "nobody"}`;
  const content = typeof message === "string" ? message : JSON.stringify(message);
  return `${from} → ${target}: ${content}${action ? ` (${action})` : ""}`;
}
