import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createSignalingServer } from "../src/index.ts";
import { Administrator, adminToken, removal, startAdministered } from "./administrator.ts";
import { rawPeer } from "./raw-socket.ts";
import { peer, stockClients } from "./stock-client.ts";

test.each(stockClients)(
  "[N5] [L1] a kicked peer receives the reason and is disconnected within 1 s, and the others receive a leave ($client, $transport)",
  async (kind) => {
    const { url, facts, administrator } = await startAdministered();
    const bob = await peer(url, "bob");
    const eve = await peer(url, "eve/1", { kind });
    await bob.envelope();
    // The first request loads the administration.
    await administrator.ask("GET", "/admin/rooms");
    const kickedAtMs = Date.now();
    const path = `/admin/rooms/lobby/peers/${encodeURIComponent("eve/1")}`;
    expect((await administrator.ask("DELETE", path)).body).toEqual({ kicked: 1 });
    expect(await eve.received()).toEqual(removal("kicked"));
    expect((await eve.received()).slice(0, 2)).toEqual(["disconnect", "io server disconnect"]);
    expect(await bob.envelope()).toMatchObject({ from: "eve/1", action: "close" });
    expect(Date.now() - kickedAtMs).toBeLessThan(1_000);
    await bob.receivedNothingMore("bob");
    expect(facts).toContainEqual({
      type: "peer.kicked",
      peerId: "eve/1",
      room: "lobby",
      socketId: expect.any(String),
    });
  },
);

test("[N5] a kicked client that neither reads nor responds is disconnected within 1 s", async () => {
  const server = createSignalingServer({ auth: "none", adminToken, report: () => {} });
  const host = createServer(server.requestListener);
  server.attach(host);
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await server.close();
    host.close();
    host.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  const bob = await peer(url, "bob");
  const connected = once(host, "connection");
  const eve = await rawPeer(url, "eve");
  const closed = once((await connected)[0] as Socket, "close");
  await bob.envelope();
  eve.stall();
  const administrator = new Administrator(url);
  await administrator.ask("GET", "/admin/rooms");
  const kickedAtMs = Date.now();
  await administrator.ask("DELETE", "/admin/rooms/lobby/peers/eve");
  expect(await bob.envelope()).toMatchObject({ from: "eve", action: "close" });
  await closed;
  expect(Date.now() - kickedAtMs).toBeLessThan(1_000);
});
