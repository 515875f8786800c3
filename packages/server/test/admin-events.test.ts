import { expect, test } from "vitest";
import { memoryCluster } from "../src/cluster/memory-cluster.ts";
import { adminToken, startAdministered } from "./administrator.ts";
import { readEvents } from "./event-reader.ts";
import { startServer, token } from "./start-server.ts";
import { peer } from "./stock-client.ts";
import { jwt, nowSeconds, tokenOf } from "./tokens.ts";

const offer = { type: "offer", sdp: "v=0-secret-sdp" };

test("[N18] the stream of a room states its signaling in order, without contents", async () => {
  const { url, administrator } = await startAdministered();
  const reader = await readEvents(url, "?room=attic");
  await peer(url, "ada", { room: "attic" });
  const bob = await peer(url, "bob", { room: "attic" });
  await peer(url, "eve", { room: "cellar" });
  await bob.ask("messageOne", { target: "ada", message: offer });
  await bob.ask("messageOne", { target: "ada", message: { candidate: "candidate:secret" } });
  await bob.ask("message", { text: "hello" });
  await bob.ask("messageOne", { target: "zoe", message: offer });
  await bob.ask("a secret name");
  await administrator.ask("DELETE", "/admin/rooms/attic/peers/ada");
  const room = "attic";
  const bytes = expect.any(Number);
  const of = { at: expect.stringMatching(/^20.*Z$/), node: expect.any(String), room };
  const events = [
    { ...of, type: "peer.joined", peerId: "ada", socketId: expect.any(String) },
    { ...of, type: "peer.joined", peerId: "bob", socketId: bob.socket.id },
    { ...of, type: "message.relayed", from: "bob", target: "ada", kind: "offer", bytes: 39 },
    { ...of, type: "message.relayed", from: "bob", target: "ada", kind: "candidate", bytes },
    { ...of, type: "message.broadcast", from: "bob", recipients: 1, kind: "other", bytes },
    {
      ...of,
      type: "request.refused",
      peerId: "bob",
      event: "messageOne",
      code: "peer-not-found",
    },
    { ...of, type: "request.refused", peerId: "bob", event: "unknown", code: "bad-message" },
    { ...of, type: "peer.left", peerId: "ada", socketId: expect.any(String) },
    { ...of, type: "peer.kicked", peerId: "ada", socketId: expect.any(String) },
  ];
  for (const event of events) expect(await reader.next()).toEqual(event);
  expect(reader.lines.join("\n")).not.toMatch(
    new RegExp(`secret|hello|zoe|${token}|${adminToken}`),
  );
});

test("[N18] the stream of all rooms contains no single messages, but counts them", async () => {
  const { url } = await startAdministered();
  const reader = await readEvents(url);
  const ada = await peer(url, "ada", { room: "attic" });
  await peer(url, "bob", { room: "cellar" });
  await ada.ask("messageOne", { target: "ada", message: offer });
  await ada.ask("message", offer);
  await ada.ask("messageOne", { target: "zoe", message: offer });
  await ada.ask("ready", "ada");
  const sum: Record<string, unknown> = {};
  const seen: string[] = [];
  while (JSON.stringify(sum["refusals"]) !== '{"peer-not-found":1,"forbidden":1}') {
    for (const event of await reader.until("counts")) {
      if (event.type !== "counts") seen.push(`${event.type} ${event["room"]}`);
      else merge(sum, event);
    }
  }
  expect(seen).toEqual(["peer.joined attic", "peer.joined cellar"]);
  expect(sum).toMatchObject({ joins: 2, messages: 1, broadcasts: 1, leaves: 0 });
});

test("[N18] a stream contains the events of all servers, of one that starts later, too", async () => {
  const cluster = memoryCluster();
  const near = await startServer({ cluster, adminToken });
  const far = await startServer({ cluster, adminToken });
  const reader = await readEvents(near.url, "?room=attic");
  const ada = await peer(near.url, "ada", { room: "attic" });
  const bob = await peer(far.url, "bob", { room: "attic" });
  await ada.envelope();
  await bob.ask("messageOne", { target: "ada", message: offer });
  const [first, second, third] = [await reader.next(), await reader.next(), await reader.next()];
  expect([first, second, third]).toMatchObject([
    { type: "peer.joined", peerId: "ada" },
    { type: "peer.joined", peerId: "bob" },
    { type: "message.relayed", from: "bob", target: "ada", kind: "offer" },
  ]);
  expect(second?.node).toBe(third?.node);
  expect(second?.node).not.toBe(first?.node);
  const late = await startServer({ cluster, adminToken });
  const cleo = await peer(late.url, "cleo", { room: "attic" });
  const seen = reader.next();
  // The server learns of the reader some time after its start.
  let isSeen = false;
  void seen.then(() => {
    isSeen = true;
  });
  await expect
    .poll(async () => {
      await cleo.ask("messageOne", { target: "cleo", message: offer });
      return isSeen;
    })
    .toBe(true);
  expect(await seen).toMatchObject({ from: "cleo", target: "cleo" });
});

test("[N20] a stream ends when the token of its reader expires", async () => {
  const { url } = await startServer(jwt);
  const shown = tokenOf({ permissions: ["admin"], exp: nowSeconds() + 2 });
  const reader = await readEvents(url, "", shown);
  expect(await reader.next()).toMatchObject({ type: "stream.ended" });
  expect(await reader.next()).toBeUndefined();
});

test("[N20] a server has at most 20 readers, and a reader that disconnects makes room", async () => {
  const { url, administrator } = await startAdministered();
  const readers = await Promise.all(Array.from({ length: 20 }, () => readEvents(url)));
  const refused = await administrator.ask("GET", "/admin/events");
  expect(refused).toMatchObject({ status: 429, body: { error: expect.stringContaining("20") } });
  expect(refused.headers.get("retry-after")).toBe("60");
  readers[0]?.close();
  await expect
    .poll(async () => {
      const abort = new AbortController();
      const { status } = await fetch(`${url}/admin/events`, {
        headers: { authorization: `Bearer ${adminToken}` },
        signal: abort.signal,
      });
      abort.abort();
      return status;
    })
    .toBe(200);
});

test("[N2] [N9] the stream needs a token, and refuses other methods and queries", async () => {
  const { url, administrator } = await startAdministered();
  expect((await fetch(`${url}/admin/events`)).status).toBe(401);
  expect(await administrator.ask("POST", "/admin/events")).toMatchObject({ status: 405 });
  expect(await administrator.ask("GET", "/admin/events?room=")).toMatchObject({ status: 400 });
  expect(await administrator.ask("GET", "/admin/events?rooms=x")).toMatchObject({ status: 400 });
  expect(await administrator.ask("HEAD", "/admin/events")).toMatchObject({ status: 200 });
});

/** Adds the numbers of an event to a sum, also those of nested objects. */
function merge(sum: Record<string, unknown>, more: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === "number") sum[name] = ((sum[name] as number | undefined) ?? 0) + value;
    else if (typeof value === "object" && value !== null) {
      sum[name] ??= {};
      merge(sum[name] as Record<string, unknown>, value as Record<string, unknown>);
    }
  }
}
