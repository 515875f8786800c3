import { randomBytes, randomUUID } from "node:crypto";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { describe, expect, test, vi } from "vitest";
import { useRedis } from "../../kit/redis-server.ts";
import { startServerHere } from "../../kit/server-here.ts";
import { sharedRedis } from "../../kit/shared-redis.ts";
import { useBrowser } from "../client/browsers.ts";
import { takeTab } from "../client/tab-pool.ts";
import { watch } from "../demo/visitor.ts";
import { PageAdministrator, RecordingPeer } from "./administrator.ts";

vi.setConfig({ testTimeout: 240_000 });

const openBrowser = useBrowser("chromium");

const adminToken = "an admin token for tests";

/** Starts a server with the console. A client states its own identity. */
function startConsole(options: SignalingServerOptions = {}) {
  return startServerHere({
    ...options,
    adminToken,
    console: "on",
    maxFailedAuthentications: 0,
    drainSeconds: 1,
    authenticate: ({ subject }) => ({
      subject: typeof subject === "string" ? subject : undefined,
      permissions: ["broadcast", "relay"],
    }),
  });
}

async function start(options: SignalingServerOptions = {}) {
  const server = await startConsole(options);
  const page = await takeTab(await openBrowser());
  await page.setViewportSize({ width: 1280, height: 720 });
  const { complaints } = watch(page, "administrator");
  await page.goto(`${server.url}/admin`);
  const administrator = new PageAdministrator(page);
  const join = async (peerId: string, room: string, subject?: string) => {
    const peer = new RecordingPeer(server.url, { subject });
    await peer.ready(peerId, room);
    return peer;
  };
  return { server, page, complaints, administrator, join };
}

test("[N21] the console shows a room live without contents, and drives every action", async () => {
  const { server, page, complaints, administrator, join } = await start();
  const { act, open } = {
    act: administrator.act.bind(administrator),
    open: administrator.open.bind(administrator),
  };
  await administrator.signIn("a wrong token");
  await page.getByRole("alert").getByText("The server denied access").waitFor();
  await administrator.signIn(adminToken);
  await page.getByRole("heading", { name: "Overview" }).waitFor();

  const ada = await join("ada", "attic", "user-ada");
  const bob = await join("bob", "attic");
  await open("attic");
  await page.getByText("(live)").waitFor();
  const offer = { type: "offer", sdp: "v=0-secret-sdp" };
  expect(await bob.socket.emitWithAck("messageOne", { target: "ada", message: offer })).toEqual({
    ok: true,
    value: null,
  });
  await page
    .getByRole("listitem")
    .getByText(/bob sent offer, \d+ B to ada/)
    .waitFor();
  expect(await page.content()).not.toContain("secret-sdp");

  await page.getByRole("button", { name: "Send notice…" }).click();
  await page.getByLabel("Text").fill("We restart in 5 minutes.");
  await page.getByRole("dialog").getByRole("button", { name: "Send notice" }).click();
  await page.getByText("The notice was sent to 2 peers.").waitFor();
  await act("Remove bob…", "Remove peer", /bob was removed from attic/);
  await page.getByRole("link", { name: "bob" }).waitFor({ state: "detached" });
  await expect
    .poll(() => bob.received)
    .toEqual(["We restart in 5 minutes.", "kicked", "disconnect"]);

  await open("ada");
  await page.getByText("user-ada").waitFor();
  await page.getByText("messages per socket").waitFor();
  await act("Disconnect identity…", "Disconnect identity", /1 session of user-ada ended/);
  await expect.poll(() => ada.received.slice(1)).toEqual(["kicked", "disconnect"]);
  await page.getByText('peer "ada" is not in room "attic"').waitFor();
  const again = await join("ada", "attic", "user-ada");
  await act("Ban identity…", "Ban identity", /user-ada is banned until .*; 1 session ended/);
  await expect.poll(() => again.received).toEqual(["kicked", "disconnect"]);
  const third = await join("ada", "attic", "user-3");
  await page.getByText("user-3").waitFor();
  await act("Ban address…", "Ban address", /127\.0\.0\.1 is banned until .*; 1 session ended/);
  await expect.poll(() => third.received).toEqual(["kicked", "disconnect"]);

  await open("Bans");
  for (const value of ["127.0.0.1", "user-ada"]) {
    await act(`Lift the ban of ${value}…`, "Lift ban", new RegExp(`ban of ${value} was lifted`));
  }
  await page.getByText("There are no bans.").waitFor();
  await page.getByLabel("Kind").selectOption("token");
  await page.getByLabel("Subject, IP address or token id").fill("token-7");
  await act("Ban…", "Revoke token", /token-7 is banned/);
  await page.getByRole("cell", { name: "token", exact: true }).waitFor();

  const eve = await join("eve", "attic");
  await open("Overview", "attic");
  await act("Close room…", "Close room", /attic was closed: 1 peer removed/);
  await expect.poll(() => eve.received).toEqual(["room-closed", "disconnect"]);

  const last = await join("last", "attic");
  await open("Overview");
  await page.getByRole("button", { name: "Send notice to all…" }).click();
  await page.getByLabel("Text").fill("Good-bye.");
  await page.getByRole("dialog").getByRole("button", { name: "Send notice" }).click();
  await page.getByText("The notice was sent to 1 peer.").waitFor();
  await page.getByRole("button", { name: /^Drain server/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drain server" }).click();
  await page.getByText(/drains 1 socket\./).waitFor();
  await expect.poll(() => last.received).toEqual(["Good-bye.", "disconnect"]);
  await expect.poll(() => server.facts.at(-1)).toEqual({ type: "server.closed" });
  await page.getByText("Connecting…").waitFor();
  // The browser reports each response with an error, and the server that has ended.
  expect(complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
});

test("[N21] all views fit 390 px, and follow the accessibility rules in both color schemes", async () => {
  const { page, administrator, join } = await start();
  await administrator.inspect("sign-in");
  await administrator.signIn(adminToken);
  await join("ada-lovelace", "attic", "user-ada");
  const bob = await join("bob", "attic");
  await join("cleo", "attic");
  await join("dora", "a room with a long name, which does not fit into one line of a telephone");
  await page.getByRole("link", { name: "attic" }).waitFor();
  await bob.socket.emitWithAck("messageOne", { target: "nobody", message: 1 });
  await bob.socket.emitWithAck("outcome", { outcome: "connected", openMs: 300 });
  await bob.socket.emitWithAck("outcome", { outcome: "failed", cause: "needs-turn" });
  await page.getByText("peer-not-found").waitFor();
  await page.getByText("needs-turn").waitFor();
  await administrator.inspect("overview");
  await administrator.open("attic");
  await page.getByText("(live)").waitFor();
  await bob.socket.emitWithAck("messageOne", {
    target: "ada-lovelace",
    message: { type: "offer" },
  });
  await bob.socket.emitWithAck("messageOne", { target: "nobody", message: 1 });
  await bob.socket.emitWithAck("message", "to all");
  await page.getByRole("listitem").getByText("to all 2 peers").waitFor();
  await administrator.inspect("room");
  await page.getByRole("button", { name: "Close room…" }).click();
  await administrator.inspect("dialog");
  await page.keyboard.press("Escape");
  await administrator.open("ada-lovelace");
  await page.getByText("messages per socket").waitFor();
  await administrator.inspect("peer");
  await administrator.open("Bans");
  await page.getByLabel("Subject, IP address or token id").fill("user-eve");
  await administrator.act("Ban…", "Ban identity", /user-eve is banned/);
  await administrator.inspect("bans");
});

test("[N21] the page is served with `CONSOLE=on` only, below the base path, with a strict policy", async () => {
  const { url: without } = await startServerHere({ adminToken, auth: "none" });
  expect((await fetch(`${without}/admin/`)).status).toBe(401);
  await expect(startServerHere({ console: "on", auth: "none" })).rejects.toThrow(
    /^ADMIN_TOKEN is not set: CONSOLE=on serves a page for administrators only/,
  );
  const options = { adminToken, console: "on", auth: "none", basePath: "/signal/" } as const;
  const { url } = await startServerHere(options);
  const page = await fetch(`${url}/admin`);
  expect([page.status, page.url]).toEqual([200, `${url}/admin/`]);
  const policy = page.headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|data:|\*/);
  const [, script = ""] = /src="([^"]+\.js)"/.exec(await page.text()) ?? [];
  const { status, headers } = await fetch(new URL(script, page.url));
  expect([status, headers.get("cache-control")]).toEqual([
    200,
    expect.stringContaining("immutable"),
  ]);
  expect((await fetch(`${url}/admin/rooms`)).status).toBe(401);
});

describe("with two servers", () => {
  useRedis();

  test("[N15] [N16] the console lists both, shows a room of the other server, and drains it", async () => {
    const cluster = {
      redisUrl: (await sharedRedis()).url,
      redisPrefix: `${randomUUID()}:`,
      sessionKey: randomBytes(32).toString("base64"),
    };
    const { server, page, complaints, administrator } = await start(cluster);
    const other = await startConsole(cluster);
    for (const { url } of [server, other]) {
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
    }
    const ada = new RecordingPeer(other.url, {});
    await ada.ready("ada", "attic");
    await administrator.signIn(adminToken);

    const rows = page.getByRole("region", { name: "Table of servers" }).getByRole("row");
    const otherRow = rows.filter({ hasText: "ready" }).filter({ hasNotText: "(this one)" });
    await rows.filter({ hasText: "(this one)" }).getByText("ready").waitFor();
    // State, rooms, peers and away peers.
    const cells = async () => (await otherRow.getByRole("cell").allTextContents()).slice(0, 4);
    await expect.poll(cells).toEqual(["ready", "1", "1", "0"]);
    await administrator.open("attic");
    await page.getByRole("link", { name: "ada" }).waitFor();

    await administrator.open("Overview");
    await otherRow.getByRole("button", { name: /^Drain server/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Drain server" }).click();
    await page.getByText(/drains 1 socket\./).waitFor();
    await expect.poll(() => ada.received).toEqual(["disconnect"]);
    await expect.poll(() => other.facts.at(-1)).toEqual({ type: "server.closed" });
    // The head of the table, and this server.
    await expect.poll(() => rows.count()).toBe(2);
    await rows.filter({ hasText: "(this one)" }).getByText("ready").waitFor();
    expect(complaints).toEqual([]);
  });
});
