import { expect, test } from "vitest";
import type { Directory, Peer } from "./directory.ts";

const peer = (peerId: string, over: Partial<Peer> = {}): Peer => ({
  peerId,
  room: "lobby",
  sessionId: `session of ${peerId}`,
  socketId: `socket of ${peerId}`,
  metadata: null,
  ...over,
});

/** Defines the tests that every implementation of a directory must pass. `empty` returns an empty directory. */
export function directoryContract(empty: () => Directory | Promise<Directory>): void {
  test("a claimed id is found and listed, with its metadata", async () => {
    const directory = await empty();
    const ada = peer("ada", { metadata: { role: "camera", tags: ["a", null] } });
    expect(await directory.claim(ada)).toBe("granted");
    expect(await directory.find("lobby", "ada")).toEqual(ada);
    expect(await directory.list("lobby")).toEqual([ada]);
  });

  test("a taken id stays with its holder", async () => {
    const directory = await empty();
    await directory.claim(peer("ada"));
    expect(await directory.claim(peer("ada", { socketId: "another" }))).toBe("taken");
    expect((await directory.find("lobby", "ada"))?.socketId).toBe("socket of ada");
  });

  test("exactly one of twenty concurrent claims is granted", async () => {
    const directory = await empty();
    const claims = Array.from({ length: 20 }, (_, index) =>
      directory.claim(peer("ada", { socketId: `socket ${index}` })),
    );
    const granted = (await Promise.all(claims)).filter((outcome) => outcome === "granted");
    expect(granted).toHaveLength(1);
  });

  test("an id in another room belongs to another peer", async () => {
    const directory = await empty();
    await directory.claim(peer("ada"));
    expect(await directory.claim(peer("ada", { room: "attic" }))).toBe("granted");
    expect(await directory.list("attic")).toHaveLength(1);
  });

  test("a released id is free again", async () => {
    const directory = await empty();
    await directory.claim(peer("ada"));
    await directory.release(peer("ada"));
    expect(await directory.find("lobby", "ada")).toBeUndefined();
    expect(await directory.claim(peer("ada", { socketId: "another" }))).toBe("granted");
  });

  test("a late release by an earlier holder does not release the id of the present holder", async () => {
    const directory = await empty();
    const earlier = peer("ada", { sessionId: "earlier" });
    await directory.claim(earlier);
    await directory.release(earlier);
    await directory.claim(peer("ada", { sessionId: "present" }));
    await directory.release(earlier);
    expect((await directory.find("lobby", "ada"))?.sessionId).toBe("present");
  });

  test("a session on another socket keeps its id and its place in the list", async () => {
    const directory = await empty();
    await directory.claim(peer("ada"));
    await directory.claim(peer("bob"));
    const moved = peer("ada", { socketId: "another" });
    await directory.replace(moved);
    expect(await directory.list("lobby")).toEqual([moved, peer("bob")]);
  });

  test("replace changes neither the entry of another session nor a free id", async () => {
    const directory = await empty();
    await directory.replace(peer("ada"));
    expect(await directory.find("lobby", "ada")).toBeUndefined();
    await directory.claim(peer("ada"));
    await directory.replace(peer("ada", { sessionId: "another" }));
    expect((await directory.find("lobby", "ada"))?.sessionId).toBe("session of ada");
  });

  test("a list has the order in which peers joined", async () => {
    const directory = await empty();
    for (const id of ["zoe", "10", "ada", "2"]) await directory.claim(peer(id));
    await directory.release(peer("10"));
    await directory.claim(peer("10"));
    const ids = (await directory.list("lobby")).map(({ peerId }) => peerId);
    expect(ids).toEqual(["zoe", "ada", "2", "10"]);
  });

  test("names of Object.prototype are ordinary names", async () => {
    const directory = await empty();
    for (const name of ["__proto__", "constructor", "toString"]) {
      expect(await directory.find(name, name)).toBeUndefined();
      expect(await directory.claim(peer(name, { room: name }))).toBe("granted");
      expect(await directory.list(name)).toEqual([peer(name, { room: name })]);
    }
  });

  test("a room without peers is empty, not an error", async () => {
    const directory = await empty();
    expect(await directory.list("nowhere")).toEqual([]);
    await directory.release(peer("nobody"));
  });
}
