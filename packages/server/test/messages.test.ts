import { expect, test } from "vitest";
import { rawPeer } from "./raw-socket.ts";
import { startServer } from "./start-server.ts";
import { peer, stockClients } from "./stock-client.ts";

test("[M4] message without a content is refused", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  expect(await ada.ask("message")).toMatchObject({ ok: false, code: "bad-message" });
});

test("[O2] an unknown peer id is refused with peer-not-found, and the reason contains the id", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  for (const target of ["bob", "", "all", "__proto__", "x".repeat(10_000)]) {
    const reply = await ada.ask("messageOne", { target, message: 1 });
    expect(reply).toMatchObject({ ok: false, code: "peer-not-found" });
    expect((reply as { reason: string }).reason).toContain(target.slice(0, 128));
    expect((reply as { reason: string }).reason.length).toBeLessThan(200);
  }
});

test("[O3] messageOne without a target or a message is refused", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const malformed = [
    undefined,
    null,
    "bob",
    7,
    [],
    ["bob", 1],
    {},
    { target: "ada" },
    { message: 1 },
    { target: 7, message: 1 },
    { target: null, message: 1 },
    { target: ["ada"], message: 1 },
    { target: "ada", targetSession: 7, message: 1 },
  ];
  for (const direct of malformed) {
    expect(await ada.ask("messageOne", direct), JSON.stringify(direct)).toMatchObject({
      ok: false,
      code: "bad-message",
    });
  }
  await ada.receivedNothingMore("ada");
});

test("[O4] [A1] with an acknowledgement, ok means written to the target's connection", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await peer(url, "bob");
  await ada.envelope();
  const direct = { target: "bob", message: "hello" };
  expect(await ada.ask("messageOne", direct)).toEqual({ ok: true, value: null });
  expect(await bob.envelope()).toEqual({ from: "ada", target: "bob", message: "hello" });
  expect(await ada.ask("message", "all")).toEqual({ ok: true, value: null });
  bob.socket.disconnect();
  expect(await ada.envelope()).toMatchObject({ action: "close" });
  expect(await ada.ask("messageOne", direct)).toMatchObject({ code: "peer-not-found" });
});

test("[D1] the JSON text of a content is relayed unchanged", async () => {
  const { url } = await startServer();
  const sender = await rawPeer(url, "ada");
  const receiver = await rawPeer(url, "bob");
  await sender.frame();
  const contents = [
    '{"__proto__":{"a":1},"constructor":null}',
    '{"b":1,"a":2,"10":3,"9":4}',
    '{ "spaced" : [ 1 , 2 ] , "nested" : { "message" : "inner" } }',
    "12345678901234567890.10",
    "-0",
    "1e400",
    '"\\u00e9\\ud83d\\ude00\\ud800 é😀 \\/ \\" \\\\"',
    '{"same":1,"same":2}',
    '"a \\" } ] , \\" quote"',
    "[]",
    "{}",
    "true",
  ];
  for (const content of contents) {
    const relayed = (target: string) =>
      `42["message",{"from":"ada","target":"${target}","message":${content}}]`;
    sender.send(`42["messageOne",{"target":"bob","message":${content}}]`);
    expect(await receiver.frame()).toBe(relayed("bob"));
    sender.send(`42[ "messageOne" , {"message" : ${content} , "target":"bob" , "from":"eve"} ]`);
    expect(await receiver.frame()).toBe(relayed("bob"));
    sender.send(`42["message",{"mess\\u0061ge":${content}},"ignored"]`);
    expect(await receiver.frame()).toBe(relayed("all"));
    sender.send(`42["message",{"message":0,"message":${content}}]`);
    expect(await receiver.frame()).toBe(relayed("all"));
  }
  for (const content of contents.filter((text) => text !== "{}")) {
    sender.send(`42["message",${content}]`);
    expect(await receiver.frame()).toBe(
      `42["message",{"from":"ada","target":"all","message":${content}}]`,
    );
  }
});

test.each(stockClients)(
  "[D2] binary attachments arrive unchanged in their places: $client, $transport",
  async (kind) => {
    const { url } = await startServer();
    const ada = await peer(url, "ada", { kind });
    const bob = await peer(url, "bob", { kind });
    await ada.envelope();
    const first = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const second = Buffer.from("second");
    const content = { list: [first, { deep: second }], text: "between" };
    ada.socket.emit("message", content);
    expect(await bob.envelope()).toEqual({ from: "ada", target: "all", message: content });
    ada.socket.emit("messageOne", { extra: first, target: "bob", message: second });
    expect(await bob.envelope()).toEqual({ from: "ada", target: "bob", message: second });
    ada.socket.emit("message", first);
    expect(await bob.envelope()).toEqual({ from: "ada", target: "all", message: first });
  },
);

test("[D3] the messages of one peer arrive in order at each receiver", async () => {
  const { url } = await startServer();
  const ada = await peer(url, "ada");
  const bob = await peer(url, "bob");
  await ada.envelope();
  for (let number = 0; number < 600; number += 3) {
    ada.socket.emit("message", number);
    ada.socket.emit("messageOne", { target: "bob", message: number + 1 });
    ada.socket.emit("message", { message: number + 2, attachment: Buffer.from("x") });
  }
  for (let number = 0; number < 600; number += 1) {
    expect(await bob.envelope()).toMatchObject({ from: "ada", message: number });
  }
});
