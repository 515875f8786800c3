import { expect, onTestFinished, test, vi } from "vitest";
import { within } from "../kit/within.ts";
import { channelTo, shortMs } from "./channel-to.ts";
import { isSocketIo } from "./client-transport.ts";
import { misbehavingServer } from "./misbehaving-server.ts";
import type { MisbehaviorName } from "./misbehaviors.ts";

test.each<MisbehaviorName>([
  "says nothing",
  "opens and says nothing more",
  "closes before its handshake",
  "closes before ready",
  "never answers ready",
  "is too busy to connect anybody",
  "knows no session",
  "says what is no packet",
  "answers with nonsense",
  "answers with half of it",
])(
  "a server that %s: the first connect fails at its deadline, and no attempt continues",
  async (manner) => {
    const { url, connectedAtMs } = await misbehavingServer(manner);
    const { channel, seen } = channelTo(url, shortMs);
    // The timers of one process expire in order, also on a busy machine.
    const failed = within((shortMs + 400) / 1_000, "the failure", channel.connect());
    await expect(failed).rejects.toMatchObject({ code: "unavailable" });
    expect(seen).toMatchObject({ ready: 0, states: ["closed"], errors: ["unavailable"] });
    // Once at once, once or twice after that.
    expect(connectedAtMs.length).toBeLessThanOrEqual(3);
  },
);

test.each<MisbehaviorName>([
  "says nothing",
  "opens and says nothing more",
  "closes before its handshake",
  "takes its time for every step",
  "closes before ready",
  "never answers ready",
  "is too busy to connect anybody",
  "knows no session",
  "says what is no packet",
  "shakes hands with nonsense",
  "shakes hands with no JSON",
  "shakes hands without times",
  "refuses without a word",
  "refuses with another shape",
  "accepts without a word",
  "acknowledges without a word",
  "answers with nonsense",
  "answers with half of it",
])("a server that %s after a loss: the channel reconnects to a working server", async (manner) => {
  const { url, asked } = await misbehavingServer("drops after its welcome", manner, "behaves well");
  const { channel, seen } = channelTo(url);
  await channel.connect();
  await expect.poll(() => seen.ready).toBe(2);
  await channel.send("and it can be used");
  expect(seen).toMatchObject({ states: ["connected", "reconnecting", "connected"], errors: [] });
  expect(asked[0]).toBe(true);
  expect(asked.length).toBeLessThanOrEqual(4);
});

test("a connection that ends together with the reply to `ready` is reported as lost, 20 of 20 times", async () => {
  for (let time = 0; time < 20; time += 1) {
    const { url } = await misbehavingServer("drops after its welcome", "behaves well");
    const { channel, seen } = channelTo(url);
    await channel.connect();
    await expect.poll(() => seen.states).toEqual(["connected", "reconnecting", "connected"]);
    channel.disconnect();
  }
});

test("attempts become rarer at a server that drops each connection after its welcome", async () => {
  // The longest pauses: none, 1 s, 2 s and so on.
  vi.spyOn(Math, "random").mockReturnValue(1);
  const { url, connectedAtMs } = await misbehavingServer("drops after its welcome");
  const { channel } = channelTo(url, longMs);
  await channel.connect();
  await expect.poll(() => connectedAtMs.length).toBeGreaterThanOrEqual(3);
  const [first = 0, second = 0, third = 0] = connectedAtMs;
  expect(third - second).toBeGreaterThanOrEqual(1_000);
  expect(second - first).toBeLessThan(third - second);
});

/** Nothing of it would be waited for within the time of a test. */
const longMs = 600_000;

test.each<MisbehaviorName>([
  "closes before its handshake",
  "closes with 1000 before its handshake",
  "closes with 1001 before its handshake",
  "closes with 1013 before its handshake",
])(
  "[case S10] a server that %s: the attempt fails at once, and another one starts",
  async (manner) => {
    const { url } = await misbehavingServer(
      manner,
      "drops after its welcome",
      manner,
      "behaves well",
    );
    const { channel, seen } = channelTo(url, longMs);
    await channel.connect();
    await expect.poll(() => seen.ready).toBe(2);
  },
);

/** On a plain WebSocket, Socket.IO is tried after these. */
const finalHandshakes: readonly (readonly [MisbehaviorName, string])[] = [
  ["shakes hands with nonsense", "it is another kind of server"],
  ["shakes hands with no JSON", "it is another kind of server"],
  ["has no such namespace", "Invalid namespace"],
];

test.each(isSocketIo ? finalHandshakes : [])(
  "[case K7] a server that %s: the first connect fails at once with a reason",
  async (manner, message) => {
    const { url } = await misbehavingServer(manner);
    await expect(channelTo(url, longMs).channel.connect()).rejects.toMatchObject({
      code: "unavailable",
      reason: `no signaling server answers at ${url}/: ${message}`,
      cause: { message },
    });
  },
);

test("a slow server is waited for", async () => {
  const { url, connectedAtMs } = await misbehavingServer("takes its time for every step");
  const { channel } = channelTo(url, longMs);
  await channel.connect();
  expect(connectedAtMs).toHaveLength(1);
});

test("after the loss of the first `ready` reply, the peer id is requested until the server releases it", async () => {
  const { url } = await misbehavingServer(
    "closes before ready",
    "holds the id by a session it told nobody of",
    "behaves well",
  );
  const { channel, seen } = channelTo(url, 5_000);
  await channel.connect();
  expect(seen).toMatchObject({ ready: 1, errors: [] });
  const { url: other } = await misbehavingServer("holds the id by a session it told nobody of");
  await expect(channelTo(other).channel.connect()).rejects.toMatchObject({ code: "peer-id-taken" });
});

test("missing peers count as present during the gathering time of a server that has just started", async () => {
  const { url } = await misbehavingServer(
    "drops after its welcome",
    "has just started, and tells of others before it answers",
  );
  const { channel, seen } = channelTo(url);
  const left: string[] = [];
  channel.on("close", (peerId) => left.push(peerId));
  await channel.connect();
  await expect.poll(() => seen.ready).toBe(2);
  // The roster is asked for again, and this after it.
  await channel.send("nothing before this");
  await channel.send("nor before this");
  expect(left).toEqual([]);
});

test("[case N1] a refused roster is requested again, and reports a peer that did not reconnect as left", async () => {
  const { url } = await misbehavingServer(
    "drops after its welcome",
    "has just started, and refuses the first request for the roster",
  );
  const { channel } = channelTo(url);
  const left: string[] = [];
  channel.on("close", (peerId) => left.push(peerId));
  await channel.connect();
  await expect.poll(() => left).toEqual(["bob"]);
});

test("a connection of a server that never pings is replaced", async () => {
  const { url, asked } = await misbehavingServer("never pings", "behaves well");
  const { channel, seen } = channelTo(url);
  await channel.connect();
  await expect.poll(() => seen.ready).toBe(2);
  expect(seen.states).toEqual(["connected", "reconnecting", "connected"]);
  expect(asked[1]).toMatchObject({ id: "session", secret: "secret" });
});

test("`retryAfterMs` of a server delays the next attempt", async () => {
  const { url, connectedAtMs } = await misbehavingServer(
    "has too much to do, for 300 ms",
    "behaves well",
  );
  await channelTo(url, 5_000).channel.connect();
  const [first = 0, second = 0] = connectedAtMs;
  expect(second - first).toBeGreaterThanOrEqual(300);
});

test.each([
  ["removes the client, but keeps its connection open", "kicked"],
  ["refuses every client", "forbidden"],
] as const)(
  "a server that %s: the channel closes with that code and does not reconnect",
  async (manner, code) => {
    const { url, connectedAtMs } = await misbehavingServer("drops after its welcome", manner);
    const { channel, seen } = channelTo(url);
    await channel.connect();
    await expect.poll(() => seen.errors).toEqual([code]);
    expect(seen.states.at(-1)).toBe("closed");
    // Another one would be there before this has come and gone.
    await channelTo(url)
      .channel.connect()
      .catch(() => {});
    expect(connectedAtMs).toHaveLength(3);
  },
);

test("[case K1] a page that is unloaded while reconnecting leaves every connection that its session may be on", async () => {
  const left: string[] = [];
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("navigator", {
    sendBeacon: (address: string) => left.push(address),
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { url, asked } = await misbehavingServer(
    "drops after its welcome",
    "closes before ready",
    "never answers ready",
  );
  const { channel, seen } = channelTo(url, longMs);
  await channel.connect();
  await expect.poll(() => asked.length).toBe(3);
  page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }));
  expect(new Set(left).size).toBe(3);
  expect(left).toHaveLength(3);
  expect(seen.states).toEqual(["connected", "reconnecting"]);
});

test("[case K1] a page whose listener is terminated can still leave afterwards", async () => {
  const left: string[] = [];
  const listeners: ((event: Event) => void)[] = [];
  vi.stubGlobal("addEventListener", (name: string, listener: (event: Event) => void) => {
    if (name === "pagehide") listeners.push(listener);
  });
  const sendBeacon = vi.fn((address: string) => left.push(address));
  vi.stubGlobal("navigator", { sendBeacon });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { url, asked } = await misbehavingServer("drops after its welcome", "never answers ready");
  const { channel } = channelTo(url, longMs);
  await channel.connect();
  await expect.poll(() => asked.length, { timeout: 10_000 }).toBe(2);
  sendBeacon.mockImplementationOnce(() => {
    throw new Error("terminated");
  });
  const event = Object.assign(new Event("pagehide"), { persisted: false });
  expect(listeners).toHaveLength(1);
  expect(() => listeners[0]?.(event)).toThrow("terminated");
  channel.disconnect();
  expect(left).toHaveLength(2);
});

test("[case S11] malformed events are ignored, and later events are processed", async () => {
  const { url, connectedAtMs } = await misbehavingServer("talks nonsense");
  const { channel, seen } = channelTo(url, longMs);
  const received: unknown[] = [];
  for (const name of ["open", "close", "notice", "iceServers"] as const) {
    channel.on(name, (value) => received.push([name, value]));
  }
  const sense = new Promise((resolve) => {
    channel.onMessage(({ message }) => {
      received.push(message);
      resolve(message);
    });
  });
  await channel.connect();
  expect(await sense).toBe("sense");
  expect(received).toEqual([["iceServers", []], ["iceServers", []], "sense"]);
  expect(seen).toMatchObject({ ready: 1, errors: [], states: ["connected"] });
  expect(connectedAtMs).toHaveLength(1);
});

/** Of timers that cannot wait so long, which Node makes fire at once. */
function warnings(): unknown[] {
  const warned: unknown[] = [];
  const listener = (warning: unknown) => warned.push(warning);
  process.on("warning", listener);
  onTestFinished(() => {
    process.off("warning", listener);
  });
  return warned;
}

test("[A9] an endless `retryAfterMs` does not cause an immediate attempt", async () => {
  const warned = warnings();
  const { url } = await misbehavingServer("has too much to do, for ever");
  await expect(channelTo(url, 60_000).channel.connect()).rejects.toMatchObject({
    code: "rate-limited",
    retryAfterMs: 600_000,
  });
  const other = await misbehavingServer("drops after its welcome", "has too much to do, for ever");
  const { channel } = channelTo(other.url, longMs);
  await channel.connect();
  await expect.poll(() => other.asked.length).toBe(2);
  await settled(url);
  expect(other.asked).toHaveLength(2);
  expect(warned).toEqual([]);
});

test.each<MisbehaviorName>(["drains for ever", "pings never, as it says"])(
  "[A9] a server that %s is not left at once",
  async (manner) => {
    const warned = warnings();
    const { url, connectedAtMs } = await misbehavingServer(manner);
    const { channel, seen } = channelTo(url, longMs);
    await channel.connect();
    await settled(url);
    await channel.send("still on the first connection");
    expect(seen).toMatchObject({ ready: 1, states: ["connected"] });
    expect(connectedAtMs).toHaveLength(2);
    expect(warned).toEqual([]);
  },
);

/** Another channel has come and gone meanwhile: timers that were due have fired. */
async function settled(url: string): Promise<void> {
  await channelTo(url)
    .channel.connect()
    .catch(() => {});
}
