import { readFile } from "node:fs/promises";
import { errorCodes } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import { RawSocket, rawPeer, rawVisitor } from "./raw-socket.ts";
import { startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

test("[C3] with AUTH=none a socket connects without a token", async () => {
  const { url } = await startServer({ auth: "none" });
  await new StockClient(url, { auth: {} }).connected();
});

test("[C4] a too deeply nested auth is refused before it is used", async () => {
  const { url } = await startServer();
  const socket = await new RawSocket(url).opened();
  socket.send(`40{"token":${nested(32)}}`);
  expect(await socket.frame()).toMatch(
    /^44\{"message":"Authentication error","data":\{"code":"too-deep"/,
  );
  const allowed = await new RawSocket(url).opened();
  allowed.send(`40{"token":${nested(31)}}`);
  expect(await allowed.frame()).toContain('"code":"forbidden"');
});

test("[A2] without an acknowledgement a refusal is an event, and a success has no reply", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  ada.socket.emit("messageOne", { target: "bob", message: 1 });
  expect(await ada.received()).toEqual([
    "signalingError",
    { code: "peer-not-found", reason: expect.any(String), event: "messageOne" },
  ]);
  ada.socket.emit("message", "to nobody, which is no refusal");
  await ada.receivedNothingMore("ada");
});

test("[A1] [A3] an unknown event is refused, whatever its name is", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  for (const event of ["offer", "error", "arrival", "message ", "__proto__", "constructor", ""]) {
    expect(await ada.ask(event, "anything"), event).toMatchObject({
      ok: false,
      code: "bad-message",
    });
  }
  ada.socket.emit("offer", {});
  expect(await ada.received()).toMatchObject(["signalingError", { event: "offer" }]);
});

test("[A4] an argument nested deeper than 32 is refused, with and without an acknowledgement", async () => {
  const { url } = await startServer();
  const sender = await rawPeer(url, "ada");
  const receiver = await rawPeer(url, "bob");
  await sender.frame();
  sender.send(`42["message",${nested(32)}]`);
  expect(await receiver.frame()).toContain(nested(32));
  for (const depth of [33, 100, 5_000, 32_000]) {
    sender.send(`427["message",${nested(depth)}]`);
    expect(await sender.frame()).toMatch(/^437\[\{"ok":false,"code":"too-deep"/);
    sender.send(`42["ready",${nested(depth)}]`);
    expect(await sender.frame()).toMatch(
      /^42\["signalingError",\{"code":"too-deep".*"event":"ready"/,
    );
  }
  receiver.send('42["messageOne",{"target":"bob","message":"still here"}]');
  expect(await receiver.frame()).toContain("still here");
});

test("[A4] brackets inside strings are not nesting", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const text = `${"[{".repeat(500)} \\" ${'"['.repeat(200)}`;
  expect(await ada.ask("messageOne", { target: "ada", message: text })).toMatchObject({ ok: true });
  expect(await ada.envelope()).toMatchObject({ message: text });
});

test("[A4] a deeply nested packet is refused together with its attachments", async () => {
  const { url } = await startServer();
  const sender = await rawPeer(url, "ada");
  sender.send(`451-3["message",[${nested(40)},{"_placeholder":true,"num":0}]]`);
  sender.send(Buffer.from("attachment"));
  expect(await sender.frame()).toMatch(/^433\[\{"ok":false,"code":"too-deep"/);
  sender.send('424["message","next"]');
  expect(await sender.frame()).toBe('434[{"ok":true,"value":null}]');
});

test("[A5] a text over the limit closes only the sender's connection", async () => {
  const { url } = await startServer({ maxMessageBytes: 2_000 });
  const healthy = await peer(url, "ada");
  const sender = await rawPeer(url, "bob");
  await healthy.envelope();
  sender.send(`42["message","${"x".repeat(1_900)}"]`);
  expect(await healthy.envelope()).toMatchObject({ from: "bob" });
  sender.send(`42["message","${"x".repeat(2_000)}"]`);
  expect(await sender.closed).toBe(1009);
  expect(await healthy.envelope()).toMatchObject({ from: "bob", action: "close" });
  await healthy.receivedNothingMore("ada");
});

test("[A5] text and attachments over the limit together are refused", async () => {
  const { url } = await startServer({ maxMessageBytes: 2_000 });
  const ada = await peer(url, "ada");
  const binary = (bytes: number) => [Buffer.alloc(900), Buffer.alloc(bytes)];
  expect(await ada.ask("message", binary(900))).toMatchObject({ ok: true });
  expect(await ada.ask("message", binary(1_100))).toMatchObject({ ok: false, code: "too-large" });
});

test("[A6] the third malformed packet closes its connection", async () => {
  const { url } = await startServer();
  const healthy = await peer(url, "ada");
  const malformed = [
    "4",
    "49",
    "4x",
    "42",
    "42{",
    "42{}",
    "42[]",
    "42[1",
    '42["disconnect"]',
    '42["message"',
    "42null",
    '451-["message",{"_placeholder":true,"num":9}]',
    "451-",
    '4599-["message"]',
    "44{}",
    "40",
    '42/other,["message"]',
    "\u0000",
    "9",
    "45-[]",
  ];
  for (const frame of malformed) {
    const sender = await rawVisitor(url);
    // While the parser expects an attachment, every second such frame starts a new packet.
    for (let left = frame === "451-" ? 6 : 3; left > 0; left -= 1) {
      sender.send(frame);
      if (frame.startsWith("451-[")) sender.send(Buffer.from("attachment"));
    }
    expect(await Promise.race([sender.closed, stays(sender)]), frame).not.toBe("stays");
  }
  await healthy.receivedNothingMore("ada");
});

test("[A6] a second CONNECT packet closes its connection, before and after the first is accepted", async () => {
  let accept = () => {};
  const isAccepted = new Promise<void>((resolve) => {
    accept = resolve;
  });
  const { url, facts } = await startServer({
    // No other limit closes a connection.
    connectSeconds: 300,
    pingSeconds: 300,
    pingTimeoutSeconds: 60,
    authenticate: async () => {
      await isAccepted;
      return { permissions: ["relay"] };
    },
  });
  const hasty = await new RawSocket(url).opened();
  hasty.send("40");
  hasty.send("40");
  expect(await hasty.closed).toBeGreaterThan(0);
  accept();
  const late = await new RawSocket(url).opened();
  late.send("40");
  await late.frame();
  late.send("41");
  late.send("40");
  expect(await late.closed).toBeGreaterThan(0);
  expect(facts.filter(({ type }) => type === "socket.connected")).toHaveLength(1);
});

test("[A6] two malformed frames are dropped, and no other frame", async () => {
  const { url, facts } = await startServer();
  const sender = await rawPeer(url, "ada");
  sender.send('42["message"');
  sender.send(Buffer.from("an attachment of nothing"));
  sender.send('427["message","still here"]');
  expect(await sender.frame()).toBe('437[{"ok":true,"value":null}]');
  sender.send("42{}");
  expect(await sender.closed).toBeGreaterThan(0);
  const limits = facts.filter(({ type }) => type === "limit.reached");
  expect(limits).toHaveLength(3);
});

test("[A8] a packet with too many attachments is malformed, in events and in acknowledgements", async () => {
  const { url } = await startServer({ maxAttachments: 2 });
  const ada = await peer(url, "ada");
  const attachments = (count: number) => Array.from({ length: count }, () => Buffer.from("x"));
  expect(await ada.ask("message", attachments(2))).toMatchObject({ ok: true });
  for (const type of ["5", "6"]) {
    const sender = await rawVisitor(url);
    for (const _ of [1, 2, 3]) sender.send(`4${type}3-["message"]`);
    expect(await sender.closed).toBeGreaterThan(0);
  }
});

/** Resolves if the connection still answers a later event. */
async function stays(socket: RawSocket): Promise<string> {
  socket.send('429["message"]');
  await socket.frame();
  return "stays";
}

test("[A7] PROTOCOL.md lists all error codes", async () => {
  const document = await readFile(new URL("../../../PROTOCOL.md", import.meta.url), "utf8");
  const [, table = ""] = document.split("| code | means |");
  const codes = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) => cell?.split(", "));
  const documented = codes.map((code) => code?.replaceAll("`", ""));
  expect(documented.sort()).toEqual([...errorCodes].sort());
});
