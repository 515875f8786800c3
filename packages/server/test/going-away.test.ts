import { afterEach, expect, test, vi } from "vitest";
import { close, cut, freeze, goAway, type SessionClient, sessionClient } from "./session-client.ts";
import { startServer } from "./start-server.ts";
import { peer, type StockClientOptions, testOfSocketIo } from "./stock-client.ts";

afterEach(() => {
  vi.useRealTimers();
});

const left = (from: string) => ({
  from,
  target: "all",
  message: "Peer has left the signaling server",
  action: "close",
});

interface Options extends Pick<StockClientOptions, "transports"> {
  readonly sessionGrace?: number;
}

/**
 * A server with the longest grace period, the peer "ada" with a resumable session, and "bob", who receives her leave. `lost`
 * resolves when she is away. From then on the test advances the time of new timers, such as the grace period.
 */
async function start({ sessionGrace = 600, transports }: Options = {}) {
  let report: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    report = resolve;
  });
  const { url } = await startServer({
    sessionGrace,
    report: ({ type }) => type === "peer.away" && report(),
  });
  const bob = await peer(url, "bob");
  const ada = await sessionClient(url, transports && { transports });
  const { session } = await ada.ready("ada");
  await bob.envelope();
  await ownJoin(ada);
  if (transports) {
    await expect.poll(() => ada.socket.io.engine.transport.name).toBe(transports.at(-1));
  }
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return { url, bob, ada, session, lost };
}

/** Waits until nothing is on its way to a peer: a failed write would show the loss before the WebSocket is closed. */
async function ownJoin(client: SessionClient): Promise<void> {
  const { joined } = await client.batches.take();
  if (!joined.some(({ peerId }) => peerId === "ada")) await ownJoin(client);
}

test("[L4] a peer whose client closes its WebSocket with the code 1001 leaves after 5 s", async () => {
  const { bob, ada, lost } = await start();
  goAway(ada);
  await lost;
  // The server takes the rest of the grace period from the clock, so a busy machine makes it some milliseconds shorter.
  await vi.advanceTimersByTimeAsync(4_900);
  await bob.receivedNothingMore("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(await bob.envelope()).toEqual(left("ada"));
});

testOfSocketIo(
  "[L4] the code 1001 shortens the grace period also after an upgrade from long polling",
  async () => {
    const { bob, ada, lost } = await start({ transports: ["polling", "websocket"] });
    goAway(ada);
    await lost;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await bob.envelope()).toEqual(left("ada"));
  },
);

testOfSocketIo(
  "[L4] the code 1001 shortens the grace period also if a failed write shows the loss before",
  async () => {
    const { url, facts } = await startServer({ sessionGrace: 600 });
    const bob = await peer(url, "bob");
    const ada = await sessionClient(url);
    await ada.ready("ada");
    await bob.envelope();
    // Without the server's close frame, the client keeps the TCP connection open.
    freeze(ada);
    goAway(ada);
    const message = { target: "ada", message: "still there?" };
    await expect.poll(() => bob.ask("messageOne", message)).toMatchObject({ code: "peer-away" });
    expect(facts).toContainEqual(
      expect.objectContaining({ type: "socket.disconnected", reason: "transport error" }),
    );
    expect(await bob.envelope()).toEqual(left("ada"));
  },
);

test("[L4] a client that resumes its session within these 5 s does not leave", async () => {
  const { url, bob, ada, session, lost } = await start();
  goAway(ada);
  await lost;
  const again = await sessionClient(url);
  const value = await again.ready("ada", { session: { ...session, attempt: 1 } });
  expect(value).toMatchObject({ isResumed: true });
  await vi.advanceTimersByTimeAsync(5_000);
  await bob.receivedNothingMore("bob");
});

test.each([
  ["without a close frame", cut],
  ["with another close code", (client: SessionClient) => close(client, 4_000)],
])("[L4] a connection that ends %s keeps its grace period", async (_, end) => {
  const { bob, ada, lost } = await start();
  end(ada);
  await lost;
  await vi.advanceTimersByTimeAsync(599_900);
  await bob.receivedNothingMore("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(await bob.envelope()).toEqual(left("ada"));
});

test("[L4] a shorter grace period stays as it is", async () => {
  const { bob, ada, lost } = await start({ sessionGrace: 1 });
  goAway(ada);
  await lost;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await bob.envelope()).toEqual(left("ada"));
});
