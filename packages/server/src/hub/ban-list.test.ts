import { expect, test } from "vitest";
import { BanList, type BanRecord, banKeyOf } from "./ban-list.ts";

const record = (over: Partial<BanRecord> = {}): BanRecord => ({
  kind: "identity",
  value: "eve",
  untilMs: 1_000,
  changedAtMs: 0,
  isLifted: false,
  ...over,
});

test("a ban ends at its time", () => {
  const bans = new BanList();
  bans.merge(record());
  expect(bans.of({ subject: "eve" }, undefined, 999)).toMatchObject({ value: "eve" });
  expect(bans.of({ subject: "eve" }, undefined, 1_000)).toBeUndefined();
  expect(bans.records(1_000)).toEqual([]);
  expect(bans.size).toBe(0);
});

test("of two records the later change prevails, in any order", () => {
  const changes = [record(), record({ changedAtMs: 5, isLifted: true })];
  for (const order of [changes, [...changes].reverse()]) {
    const bans = new BanList();
    for (const change of order) bans.merge(change);
    expect(bans.of({ subject: "eve" }, undefined, 10)).toBeUndefined();
    expect(bans.page({ limit: 10 }, 10).items).toEqual([]);
    // Another node may still have the ban.
    expect(bans.records(10)).toEqual([changes[1]]);
  }
});

test("a value is banned only as its kind", () => {
  const bans = new BanList();
  bans.merge(record({ kind: "token", value: "x" }));
  expect(bans.of({ subject: "x" }, "x", 0)).toBeUndefined();
  expect(bans.of({ tokenId: "x" }, undefined, 0)).toMatchObject({ kind: "token" });
});

test("a ban of an IPv6 address applies to its network of 64 bits", () => {
  const key = (value: string) => banKeyOf({ kind: "address", value }).value;
  expect(key("2001:db8::1")).toBe(key("2001:DB8:0:0:ffff::2"));
  expect(key(key("2001:db8::1"))).toBe(key("2001:db8::1"));
  expect(key("192.0.2.7")).toBe("192.0.2.7");
});
