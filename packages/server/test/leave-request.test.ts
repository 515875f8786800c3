import { expect, test } from "vitest";
import { sessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { peer, type StockClient, stockClients } from "./stock-client.ts";

const polling = stockClients[1];

/** Sends the request of a page that ends. Returns the status of the response. */
async function requestLeave(url: string, engineId: string): Promise<number> {
  const { status } = await fetch(`${url}/socket.io/?sid=${engineId}&leave=1`, { method: "POST" });
  return status;
}

function engineIdOf({ socket }: StockClient): string {
  return (socket.io.engine as unknown as { id: string }).id;
}

const left = (from: string) => ({
  from,
  target: "all",
  message: "Peer has left the signaling server",
  action: "close",
});

test("[L3] a page with a lost connection leaves by a leave request, and its peer id is free at once", async () => {
  const { url, facts } = await startServer();
  const bob = await peer(url, "bob");
  const ada = await sessionClient(url);
  await ada.ready("ada");
  await bob.envelope();
  const engineId = engineIdOf(ada);
  ada.lose();
  await expect.poll(() => facts.some(({ type }) => type === "peer.away")).toBe(true);
  expect(await requestLeave(url, engineId)).toBe(204);
  expect(await bob.envelope()).toEqual(left("ada"));
  const again = await sessionClient(url);
  expect(await again.ready("ada")).toMatchObject({ isResumed: false });
});

test.each(stockClients.slice(0, 2))(
  "[L3] a leave request closes an open connection ($transport), with and without a session",
  async (kind) => {
    const { url } = await startServer();
    const bob = await peer(url, "bob");
    const ada = await sessionClient(url, { kind });
    await ada.ready("ada");
    const stock = await peer(url, "stock", { kind });
    await bob.envelope();
    await bob.envelope();
    expect(await requestLeave(url, engineIdOf(ada))).toBe(204);
    expect(await bob.envelope()).toEqual(left("ada"));
    expect(await requestLeave(url, engineIdOf(stock))).toBe(204);
    expect(await bob.envelope()).toEqual(left("stock"));
    for (const peerId of ["ada", "stock"]) await peer(url, peerId);
  },
);

test("[L3] messages before the leave request are relayed, and then the peer leaves", async () => {
  const { url } = await startServer();
  const bob = await peer(url, "bob");
  const ada = await peer(url, "ada", { kind: polling });
  await bob.envelope();
  await ada.ask("message", "bye");
  await requestLeave(url, engineIdOf(ada));
  expect(await bob.envelope()).toMatchObject({ from: "ada", message: "bye" });
  expect(await bob.envelope()).toEqual(left("ada"));
});

test("[L3] a leave request for a replaced or unknown connection has no effect", async () => {
  const { url } = await startServer();
  const bob = await peer(url, "bob");
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada");
  await bob.envelope();
  const engineId = engineIdOf(ada);
  ada.lose();
  const again = await sessionClient(url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  expect(await requestLeave(url, engineId)).toBe(204);
  expect(await requestLeave(url, "nobody's")).toBe(204);
  expect(await again.ask("messageOne", { target: "bob", message: "still here" })).toEqual({
    ok: true,
    value: null,
  });
  expect(await bob.envelope()).toMatchObject({ from: "ada", message: "still here" });
});

test("[L3] a leave request is a POST; Engine.IO handles other methods", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const answer = await fetch(`${url}/socket.io/?sid=${engineIdOf(ada)}&leave=1`);
  expect(answer.status).toBe(400);
  await ada.receivedNothingMore("ada");
});
