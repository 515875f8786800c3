/** Returns the class `WebSocket` of the platform. Node.js 20 has none; there, `ws` is the one that Engine.IO uses, too. */
export async function webSocketClass(): Promise<typeof WebSocket> {
  if (globalThis.WebSocket) return globalThis.WebSocket;
  const { default: Implementation } = await import("ws");
  return Implementation as unknown as typeof WebSocket;
}
