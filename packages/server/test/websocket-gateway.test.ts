import { once } from "node:events";
import { framesPrefix, SignalingError, subprotocol } from "simple-webrtc-signaling-protocol";
import { expect, onTestFinished, test } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import type { Fact } from "../src/index.ts";
import { Inbox } from "./inbox.ts";
import { startServer, token } from "./start-server.ts";
import { peer } from "./stock-client.ts";

type Frame = Readonly<Record<string, unknown>>;

/** A bare WebSocket that queues the frames it receives. */
class Raw {
  readonly frames = new Inbox<Frame | Buffer>();
  readonly closed: Promise<number>;
  readonly #webSocket: WebSocket;

  constructor(url: string, options: ClientOptions = {}, protocols: readonly string[] = []) {
    this.#webSocket = new WebSocket(`${url.replace("http", "ws")}/ws`, [...protocols], options);
    this.#webSocket.on("message", (data: Buffer, isBinary) =>
      this.frames.put(isBinary ? data : JSON.parse(data.toString())),
    );
    this.closed = once(this.#webSocket, "close").then(([code]) => code as number);
    onTestFinished(() => this.#webSocket.terminate());
  }

  async opened(): Promise<this> {
    await once(this.#webSocket, "open");
    return this;
  }

  send(frame: object | string | Buffer): void {
    const isObject = typeof frame === "object" && !Buffer.isBuffer(frame);
    this.#webSocket.send(isObject ? JSON.stringify(frame) : frame);
  }

  /** Returns the next reply, and drops other frames before it. */
  async reply(): Promise<Frame> {
    const frame = await this.frames.take();
    return "reply" in frame ? (frame as Frame) : this.reply();
  }

  /** Returns the next frame of an event, and drops other frames before it. */
  async next(event: string): Promise<Frame> {
    const frame = await this.frames.take();
    return Buffer.isBuffer(frame) || frame["event"] !== event ? this.next(event) : frame;
  }

  onText(listener: (text: string) => void): void {
    this.#webSocket.on("message", (data: Buffer) => listener(data.toString()));
  }

  onPing(listener: () => void): void {
    this.#webSocket.on("ping", listener);
  }

  close(code: number): void {
    this.#webSocket.close(code);
  }
}

/** Opens a connection with the subprotocol. Returns the data of the first frame. */
async function extended(url: string, options: ClientOptions = {}) {
  const raw = new Raw(url, options, [subprotocol]);
  const frame = await raw.frames.take();
  expect(frame).toMatchObject({ event: "open" });
  const { data } = frame as { readonly data?: unknown };
  return { raw, data: data as Readonly<Record<"leaveId", string>> };
}

async function connected(url: string): Promise<Raw> {
  const raw = await new Raw(url).opened();
  raw.send({ event: "connect", data: { token } });
  expect(await raw.frames.take()).toMatchObject({ event: "connected" });
  return raw;
}

async function rawPeer(url: string, peerId: string): Promise<Raw> {
  const raw = await connected(url);
  raw.send({ event: "ready", id: 1, data: { peerId, session: true } });
  expect(await raw.frames.take()).toMatchObject({ reply: 1, data: { ok: true } });
  return raw;
}

test("[F1] [F2] a client authenticates in the first frame, and joins with a numbered request", async () => {
  const { url } = await startServer();
  const raw = await new Raw(url).opened();
  raw.send({ event: "connect", data: { token } });
  expect(await raw.frames.take()).toEqual({
    event: "connected",
    data: { socketId: expect.any(String), maxMessageBytes: 131_072 },
  });
  raw.send({ event: "ready", id: 7, data: { peerId: "ada", room: "attic" } });
  const value = { peerId: "ada", room: "attic", peers: [] };
  expect([await raw.frames.take(), await raw.frames.take()]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        reply: 7,
        data: { ok: true, value: expect.objectContaining(value) },
      }),
      { event: "message", data: { from: "all", target: "ada", connections: {} } },
    ]),
  );
});

test("[F1] a wrong token is refused, and the connection closes with the code 1008", async () => {
  const { url } = await startServer();
  const raw = await new Raw(url).opened();
  raw.send({ event: "connect", data: { token: "wrong" } });
  expect(await raw.frames.take()).toMatchObject({
    event: "signalingError",
    data: { code: "forbidden", event: "connect" },
  });
  expect(await raw.closed).toBe(1008);
});

test("[F1] the first frame must be `connect`", async () => {
  const { url } = await startServer();
  const raw = await new Raw(url).opened();
  raw.send({ event: "ready", data: { peerId: "ada" } });
  expect(await raw.frames.take()).toMatchObject({
    event: "signalingError",
    data: { code: "not-ready", event: "connect" },
  });
  expect(await raw.closed).toBe(1008);
});

test("[F2] frames of another form are refused with the reason, and many of them close the connection", async () => {
  const { url } = await startServer({ maxMalformedFrames: 6 });
  const raw = await connected(url);
  for (const frame of ["no JSON", "[]", "{}", '{"event":1}', '{"event":"ready","id":"x"}']) {
    raw.send(frame);
    expect(await raw.frames.take(), frame).toMatchObject({
      event: "signalingError",
      data: { code: "bad-message", event: "" },
    });
  }
  raw.send(Buffer.from("not announced"));
  expect(await raw.closed).toBe(1008);
});

test("[F2] a frame that is nested too deeply is refused", async () => {
  const { url } = await startServer();
  const raw = await connected(url);
  raw.send(`{"event":"message","data":${"[".repeat(2_000)}${"]".repeat(2_000)}}`);
  expect(await raw.frames.take()).toMatchObject({ data: { code: "too-deep" } });
});

test("[F3] binary frames follow the frame that announces them, in both directions and gateways", async () => {
  const { url } = await startServer();
  const bob = await peer(url, "bob", { kind: { client: "4.8", transport: "websocket" } });
  const raw = await rawPeer(url, "ada");
  expect(await bob.envelope()).toMatchObject({ from: "ada", action: "open" });
  const message = { name: "a file", bytes: { _placeholder: true, num: 0 } };
  raw.send({ event: "messageOne", id: 2, attachments: 1, data: { target: "bob", message } });
  raw.send(Buffer.from([1, 2, 3]));
  expect(await bob.envelope()).toMatchObject({
    from: "ada",
    message: { name: "a file", bytes: Buffer.from([1, 2, 3]) },
  });
  expect(await raw.reply()).toEqual({ reply: 2, data: { ok: true, value: null } });
  bob.socket.emit("messageOne", { target: "ada", message: [Buffer.from([4]), "text"] });
  expect(await raw.next("message")).toMatchObject({
    attachments: 1,
    data: { from: "bob", message: [{ _placeholder: true, num: 0 }, "text"] },
  });
  expect(await raw.frames.take()).toEqual(Buffer.from([4]));
});

test("[F4] the close code 1000 is an explicit leave, any other loss starts the grace period", async () => {
  const { url, facts } = await startServer();
  const ada = await rawPeer(url, "ada");
  const bob = await rawPeer(url, "bob");
  ada.close(1000);
  await expect
    .poll(() => facts)
    .toContainEqual(expect.objectContaining({ type: "peer.left", peerId: "ada" }));
  bob.close(3000);
  await expect
    .poll(() => facts)
    .toContainEqual(expect.objectContaining({ type: "peer.away", peerId: "bob" }));
});

test("[F7] a request without an upgrade is answered with 426, and WEBSOCKET_PATH=off removes the path", async () => {
  const { url } = await startServer();
  const response = await fetch(`${url}/ws`);
  expect(response.status).toBe(426);
  expect(await response.json()).toEqual({ error: "connect to /ws with a WebSocket" });
  const off = await startServer({ websocketPath: "off" });
  expect((await fetch(`${off.url}/ws`)).status).toBe(404);
  const elsewhere = await startServer({ websocketPath: "/signals/", basePath: "/base" });
  expect((await fetch(`${elsewhere.url}/signals`)).status).toBe(426);
});

test("[F7] handshakes pass the same limits as those of Socket.IO", async () => {
  const { url } = await startServer({ maxSocketsPerAddress: 1 });
  await connected(url);
  const second = new WebSocket(`${url.replace("http", "ws")}/ws`);
  const [, response] = (await once(second, "unexpected-response")) as [
    unknown,
    { statusCode: number },
  ];
  expect(response.statusCode).toBe(429);
});

test("[B8] a client that does not authenticate in time is disconnected", async () => {
  const { url } = await startServer({ connectSeconds: 1 });
  const raw = await new Raw(url).opened();
  expect(await raw.closed).toBe(1006);
});

test("[F5] a message above MAX_MESSAGE_BYTES closes the connection with the code 1009", async () => {
  const { url } = await startServer({ maxMessageBytes: 1_024 });
  const raw = await connected(url);
  raw.send({ event: "message", data: "x".repeat(2_000) });
  expect(await raw.closed).toBe(1009);
});

test("[F5] a draining server closes with the code 1012", async () => {
  const server = await startServer({ drainSeconds: 1 });
  const raw = await connected(server.url);
  void server.drain();
  expect(await raw.closed).toBe(1012);
});

test("[F6] a client that answers no ping is disconnected, and any frame counts as an answer", async () => {
  const { url } = await startServer({ pingSeconds: 1, pingTimeoutSeconds: 1 });
  const silent = await new Raw(url, { autoPong: false }).opened();
  const talking = await new Raw(url, { autoPong: false }).opened();
  for (const raw of [silent, talking]) {
    raw.send({ event: "connect", data: { token } });
    expect(await raw.frames.take()).toMatchObject({ event: "connected" });
  }
  talking.onPing(() => talking.send({ event: "presence", id: 1 }));
  expect(await silent.closed).toBe(1006);
  // The talking client has answered a ping by then, and answers the next one.
  expect(await talking.frames.take()).toMatchObject({ reply: 1 });
  expect(await talking.frames.take()).toMatchObject({ reply: 1 });
});

test("[V1] a client that authenticates while the server drains is closed, and reconnects", async () => {
  const { url, drain } = await startServer();
  const raw = await new Raw(url).opened();
  // A peer keeps the drain from ending before the frame arrives.
  await rawPeer(url, "ada");
  void drain();
  raw.send({ event: "connect", data: { token } });
  expect(await raw.closed).toBe(1012);
  expect(raw.frames.size).toBe(0);
});

test("[F8] a client with the subprotocol receives its limits before it sends anything", async () => {
  const { url } = await startServer({ maxMessageBytes: 2_000, pingSeconds: 3 });
  const { data } = await extended(url);
  const leaveId = expect.stringMatching(/^[\w-]{20}$/);
  expect(data).toEqual({ leaveId, maxMessageBytes: 2_000, heartbeatMs: 9_000, frames: 0 });
  expect((await extended(url)).data.leaveId).not.toBe(data.leaveId);
});

test("[F6] pings of a client with the subprotocol are frames, which its program answers", async () => {
  const { url } = await startServer({ pingSeconds: 1, pingTimeoutSeconds: 1 });
  // Its library would answer WebSocket pings.
  const { raw: silent } = await extended(url);
  const { raw: talking } = await extended(url);
  let pings = 0;
  talking.onText((text) => {
    if (text !== '{"event":"ping","data":null}') return;
    pings += 1;
    talking.send({ event: "pong" });
  });
  for (const raw of [silent, talking]) raw.send({ event: "connect", data: { token } });
  expect(await silent.closed).toBe(1006);
  const before = pings;
  await expect.poll(() => pings).toBeGreaterThan(before + 1);
  talking.send({ event: "presence", id: 1 });
  expect(await talking.reply()).toMatchObject({ reply: 1 });
});

test("[E12] a client with the subprotocol whose program does not answer loses its peer id", async () => {
  const { url } = await startServer();
  const { raw } = await extended(url);
  raw.send({ event: "connect", data: { token } });
  raw.send({ event: "ready", id: 1, data: { peerId: "ada" } });
  await raw.reply();
  const other = peer(url, "ada");
  expect(await raw.next("ping")).toEqual({ event: "ping", data: null });
  expect(await raw.next("signalingError")).toMatchObject({ data: { code: "unavailable" } });
  await other;
});

test.each([{ event: "pong" }, { event: "message", data: "The pong is behind this." }])(
  "[E12] [F6] a client with the subprotocol that sends %o keeps its peer id",
  async (answer) => {
    const { url } = await startServer();
    const { raw } = await extended(url);
    raw.send({ event: "connect", data: { token } });
    raw.send({ event: "ready", id: 1, data: { peerId: "ada" } });
    await raw.reply();
    const other = peer(url, "ada").catch((error: unknown) => error);
    await raw.next("ping");
    raw.send(answer);
    expect(await other).toBeInstanceOf(Error);
    raw.send({ event: "presence", id: 2 });
    expect(await raw.reply()).toMatchObject({ reply: 2 });
  },
);

/** A server whose authentication takes until `decide` is called. */
async function startUndecided() {
  const decisions: (() => void)[] = [];
  const { url } = await startServer({
    authenticate: ({ token: given }) =>
      new Promise((resolve, reject) => {
        const refusal = new SignalingError("forbidden", "wrong token");
        const identity = { permissions: ["broadcast", "relay"] as const };
        decisions.push(() => (given === token ? resolve(identity) : reject(refusal)));
      }),
  });
  const decide = async () => {
    await expect.poll(() => decisions).toHaveLength(1);
    decisions[0]?.();
  };
  return { url, decide };
}

test("[F9] frames that arrive during the authentication are handled after it, in order", async () => {
  const { url, decide } = await startUndecided();
  const raw = await new Raw(url).opened();
  raw.send({ event: "connect", data: { token } });
  raw.send({ event: "ready", id: 1, data: { peerId: "ada", session: true } });
  raw.send({ event: "messageOne", id: 2, attachments: 1, data: { target: "bob", message: [1] } });
  raw.send(Buffer.from([1]));
  await decide();
  expect(await raw.frames.take()).toMatchObject({ event: "connected" });
  expect(await raw.reply()).toMatchObject({ reply: 1, data: { ok: true } });
  expect(await raw.reply()).toMatchObject({ reply: 2, data: { code: "peer-not-found" } });
});

test("[F9] frames behind a refused `connect` have no effect", async () => {
  const { url, decide } = await startUndecided();
  const raw = await new Raw(url).opened();
  raw.send({ event: "connect", data: { token: "wrong" } });
  raw.send({ event: "ready", id: 1, data: { peerId: "ada" } });
  await decide();
  expect(await raw.frames.take()).toMatchObject({
    event: "signalingError",
    data: { code: "forbidden", event: "connect" },
  });
  expect(await raw.closed).toBe(1008);
  expect(raw.frames.size).toBe(0);
});

test.each([
  ["frames", 33, "x"],
  ["bytes", 2, "x".repeat(40_000)],
])("[F9] too many %s during the authentication are refused", async (_, count, data) => {
  const { url } = await startUndecided();
  const raw = await new Raw(url).opened();
  raw.send({ event: "connect", data: { token } });
  for (let sent = 0; sent < count; sent += 1) raw.send({ event: "message", data });
  expect(await raw.frames.take()).toMatchObject({
    event: "signalingError",
    data: { code: "not-ready", event: "connect" },
  });
  expect(await raw.closed).toBe(1008);
});

/** A client whose handshake carries these frames. */
function withFirstFrames(url: string, frames: readonly object[], protocols = [subprotocol]): Raw {
  const text = frames.map((frame) => JSON.stringify(frame)).join("\n");
  return new Raw(url, {}, [...protocols, framesPrefix + Buffer.from(text).toString("base64url")]);
}

const connect = { event: "connect", data: { token } };
const ready = (session: unknown = true) => ({
  event: "ready",
  id: 1,
  data: { peerId: "ada", session },
});

/** Resolves with the session of the reply to `ready`. */
async function sessionOf(raw: Raw): Promise<Readonly<Record<"id" | "secret", string>>> {
  const { data } = (await raw.reply()) as { data: { value: { session: never } } };
  return data.value.session;
}

const seen = (facts: readonly Fact[]) => facts.map(({ type }) => type);

test("[F11] a client authenticates and joins in its handshake", async () => {
  const { url } = await startServer();
  const raw = withFirstFrames(url, [connect, ready()]);
  expect(await raw.frames.take()).toMatchObject({ event: "open", data: { frames: 2 } });
  expect(await raw.frames.take()).toMatchObject({ event: "connected" });
  expect(await raw.reply()).toMatchObject({ reply: 1, data: { ok: true } });
  raw.send({ event: "messageOne", id: 2, data: { target: "bob", message: 1 } });
  expect(await raw.reply()).toMatchObject({ reply: 2, data: { code: "peer-not-found" } });
});

test("[F11] the frames of a handshake are refused like other frames", async () => {
  const { url, facts } = await startServer();
  const raw = withFirstFrames(url, [{ ...connect, data: { token: "wrong" } }, ready()]);
  expect(await raw.next("signalingError")).toMatchObject({ data: { code: "forbidden" } });
  expect(await raw.closed).toBe(1008);
  expect(seen(facts)).not.toContain("peer.joined");
});

test("[F11] frames above MAX_MESSAGE_BYTES, or without the subprotocol, are ignored", async () => {
  const { url, facts } = await startServer({ maxMessageBytes: 1_024 });
  const long = { ...ready(), data: { peerId: "ada", metadata: "x".repeat(1_100) } };
  const raw = withFirstFrames(url, [connect, long]);
  expect(await raw.frames.take()).toMatchObject({ event: "open", data: { frames: 0 } });
  raw.send(connect);
  expect(await raw.frames.take()).toMatchObject({ event: "connected" });
  const stranger = withFirstFrames(url, [connect, ready()], ["chat"]);
  await stranger.opened();
  stranger.send(connect);
  expect(await stranger.frames.take()).toMatchObject({ event: "connected" });
  expect(seen(facts)).not.toContain("peer.joined");
});

test("[F11] a lost session yields its id if its client has sent nothing since the handshake", async () => {
  const { url, facts } = await startServer({ sessionGrace: 600 });
  const silent = withFirstFrames(url, [connect, ready()]);
  await sessionOf(silent);
  silent.close(3000);
  await expect.poll(() => seen(facts)).toContain("peer.away");
  const raw = withFirstFrames(url, [connect, ready()]);
  await sessionOf(raw);
  raw.send({ event: "pong" });
  // The server handles the frames of a connection in order.
  raw.send({ event: "presence", id: 2 });
  await raw.reply();
  raw.close(3000);
  await expect.poll(() => seen(facts).filter((type) => type === "peer.away")).toHaveLength(2);
  const other = withFirstFrames(url, [connect, ready()]);
  expect(await other.reply()).toMatchObject({ data: { code: "peer-id-taken" } });
  const peers = seen(facts).filter((type) => type.startsWith("peer."));
  expect(peers).toEqual(["joined", "away", "left", "joined", "away"].map((name) => `peer.${name}`));
});

test("[F11] a session that began in a handshake can be resumed, also in a handshake", async () => {
  const { url, facts } = await startServer({ sessionGrace: 600 });
  const silent = withFirstFrames(url, [connect, ready()]);
  const { id, secret } = await sessionOf(silent);
  silent.close(3000);
  await expect.poll(() => seen(facts)).toContain("peer.away");
  const resumed = withFirstFrames(url, [connect, ready({ id, secret, attempt: 1 })]);
  expect(await resumed.reply()).toMatchObject({ data: { value: { isResumed: true } } });
});

/** Sends the request of a page that ends. Returns the status of the response. */
async function requestLeave(url: string, leaveId: string): Promise<number> {
  const { status } = await fetch(`${url}/ws?leave=${leaveId}`, { method: "POST" });
  return status;
}

const losses = [
  ["open", () => {}],
  ["lost", (raw: Raw) => raw.close(3000)],
] as const;

test.each(losses)("[F10] a leave request ends a connection that is %s", async (state, lose) => {
  const { url, facts } = await startServer({ sessionGrace: 600 });
  const { raw, data } = await extended(url);
  raw.send({ event: "connect", data: { token } });
  raw.send({ event: "ready", id: 1, data: { peerId: "ada", session: true } });
  await raw.reply();
  lose(raw);
  if (state === "lost") await expect.poll(() => seen(facts)).toContain("peer.away");
  expect(await requestLeave(url, "unknown")).toBe(204);
  expect(seen(facts)).not.toContain("peer.left");
  expect(await requestLeave(url, data.leaveId)).toBe(204);
  await expect.poll(() => seen(facts)).toContain("peer.left");
});
