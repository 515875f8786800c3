/** Returns the class `WebSocket` of the platform. Node.js 20 has none; there, `ws` is the one that Engine.IO uses, too. */
export async function webSocketClass(): Promise<typeof WebSocket> {
  if (globalThis.WebSocket) return globalThis.WebSocket;
  const { default: Implementation } = await import("ws");
  class Standard extends Implementation {
    constructor(url: string, protocols?: string | string[]) {
      // As the standard requires: work that waits for a message is done before the next message.
      super(url, protocols, { allowSynchronousEvents: false });
    }
  }
  return Standard as unknown as typeof WebSocket;
}
