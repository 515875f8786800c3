import { expect, test } from "vitest";
import { startServer } from "./start-server.ts";
import { peer, StockClient } from "./stock-client.ts";
import { jwt, type Members, tokenOf } from "./tokens.ts";

const bearer = (url: string, over: Members) =>
  new StockClient(url, { auth: { token: tokenOf(over) } }).connected();

test("[J5] the claim peerId is the only permitted peer id", async () => {
  const { url } = await startServer(jwt);
  const ada = await bearer(url, { peerId: "ada" });
  expect(await ada.ask("ready", "bob")).toMatchObject({ ok: false, code: "forbidden" });
  expect(await ada.ask("ready", "Ada")).toMatchObject({ ok: false, code: "forbidden" });
  expect(await ada.ask("ready", "ada")).toMatchObject({ ok: true });
});

test("[J5] without the claim peerId, an id belongs to its holder", async () => {
  const { url } = await startServer(jwt);
  const ada = await bearer(url, { sub: "ada" });
  expect(await ada.ask("ready", "camera")).toMatchObject({ ok: true });
  await ada.envelope();
  const eve = await bearer(url, { sub: "eve" });
  expect(await eve.ask("ready", "camera")).toMatchObject({ ok: false, code: "peer-id-taken" });
  await ada.receivedNothingMore("camera");
});

test("[J6] the claim rooms lists names and prefixes of names", async () => {
  const { url } = await startServer(jwt);
  const rooms = ["lobby", "team-*"];
  for (const room of [undefined, "lobby", "team-", "team-red"]) {
    const ada = await bearer(url, { rooms });
    expect(await ada.ask("ready", `of ${room}`, { room })).toMatchObject({ ok: true });
  }
  for (const room of ["lobby2", "Lobby", "team", "team*", "*", "xteam-red"]) {
    const ada = await bearer(url, { rooms });
    expect(await ada.ask("ready", "ada", { room }), room).toMatchObject({ code: "forbidden" });
  }
  const nobody = await bearer(url, { rooms: [] });
  expect(await nobody.ask("ready", "ada")).toMatchObject({ code: "forbidden" });
  const everywhere = await bearer(url, { rooms: ["*"] });
  expect(await everywhere.ask("ready", "ada", { room: "any" })).toMatchObject({ ok: true });
});

test("[J6] the refusal does not disclose whether a forbidden room exists", async () => {
  const { url } = await startServer(jwt);
  const insider = await bearer(url, { sub: "bob" });
  expect(await insider.ask("ready", "bob", { room: "board" })).toMatchObject({ ok: true });
  await insider.envelope();
  const outsider = await bearer(url, { rooms: ["lobby"] });
  const tries = [
    ["ada", "board"],
    ["bob", "board"],
    ["ada", "nowhere"],
    ["bob", "nowhere"],
  ] as const;
  const replies = await Promise.all(tries.map(([id, room]) => outsider.ask("ready", id, { room })));
  for (const reply of replies) expect(reply).toEqual(replies[0]);
  expect(replies[0]).toMatchObject({ ok: false, code: "forbidden" });
  await insider.receivedNothingMore("bob");
});

test("[J7] permissions control message and messageOne", async () => {
  const { url } = await startServer(jwt);
  const may = async (id: string, permissions: unknown) => {
    const client = await bearer(url, { permissions });
    await client.ask("ready", id, { room: id });
    const replies = [
      await client.ask("message", 1),
      await client.ask("messageOne", { target: id, message: 1 }),
    ];
    return replies.map((reply) => (reply as { code?: string }).code ?? "ok");
  };
  expect(await may("usual", undefined)).toEqual(["ok", "ok"]);
  expect(await may("nothing", [])).toEqual(["forbidden", "forbidden"]);
  expect(await may("broadcaster", ["broadcast"])).toEqual(["ok", "forbidden"]);
  expect(await may("relayer", ["relay", "read:others"])).toEqual(["forbidden", "ok"]);
});

test("[J7] only TOKEN and tokens with the permission admin read GET /connections", async () => {
  const { url } = await startServer({ ...jwt, token: "the operator's" });
  await peer(url, "ada", { auth: { token: tokenOf() } });
  const status = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${url}/connections`, { headers })).status;
  };
  expect(await status(tokenOf({ permissions: ["admin"] }))).toBe(200);
  expect(await status("the operator's")).toBe(200);
  expect(await status(tokenOf())).toBe(401);
  expect(await status(tokenOf({ permissions: ["admin"], exp: 1 }))).toBe(401);
  expect(await status("the operator's, almost")).toBe(401);
});
