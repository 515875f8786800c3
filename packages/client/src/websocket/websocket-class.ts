/**
 * Returns the class `WebSocket` of the platform; in Node.js that of the package `ws`, which Engine.IO uses, too. Node.js 20 has
 * none, and that of later versions passes on all messages of one read before work that waits for the first one.
 */
export async function webSocketClass(): Promise<typeof WebSocket> {
  // Not every platform has `navigator` or its `userAgent`.
  const isNode = String(globalThis.navigator?.userAgent).startsWith("Node.js");
  if (globalThis.WebSocket && !isNode) return globalThis.WebSocket;
  const { default: Implementation } = await import("ws");
  class Standard extends Implementation {
    constructor(url: string, protocols?: string | string[]) {
      // As the standard requires: work that waits for a message is done before the next message.
      super(url, protocols, { allowSynchronousEvents: false });
    }
  }
  return Standard as unknown as typeof WebSocket;
}
