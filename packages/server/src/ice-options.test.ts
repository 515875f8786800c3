import { expect, test } from "vitest";
import { resolveOptions, SettingError } from "./config.ts";
import { iceServersOptions } from "./ice-options.ts";

const newer = "n".repeat(32);
const older = "o".repeat(32);
const turnUrls = "turn:turn.example:3478?transport=udp, turns:turn.example:443?transport=tcp";

const optionsOf = (given: Parameters<typeof resolveOptions>[0]) =>
  iceServersOptions(resolveOptions(given));

test("addresses and JSON are taken alike", () => {
  const stun = "stun:stun.example, stun:[2001:db8::1]:3478";
  expect(optionsOf({ iceServers: stun }).fixed).toEqual([
    { urls: "stun:stun.example" },
    { urls: "stun:[2001:db8::1]:3478" },
  ]);
  const servers = [{ urls: ["turn:turn.example"], username: "ada", credential: "secret" }];
  expect(optionsOf({ iceServers: JSON.stringify(servers) }).fixed).toEqual(servers);
  expect(optionsOf({ iceServers: servers }).fixed).toEqual(servers);
});

test("of two secrets the first signs", () => {
  expect(optionsOf({ turnUrls, turnSecret: `${newer},${older}` })).toEqual({
    fixed: [],
    turn: { urls: turnUrls.split(", "), secret: newer, ttlSeconds: 600 },
  });
});

test("nothing set is nothing told", () => {
  expect(optionsOf({})).toEqual({ fixed: [] });
});

test.each([
  { turnSecret: newer },
  { turnUrls },
  { turnUrls, turnSecret: "short" },
  { turnUrls, turnSecret: [newer, older, newer] },
  { turnUrls, turnSecret: `${newer},` },
  { turnUrls: "stun:stun.example", turnSecret: newer },
  { turnUrls: "", turnSecret: newer },
  { turnTtl: 19 },
  { turnTtl: 3_601 },
  { iceServers: "stun.example" },
  { iceServers: "[" },
  { iceServers: '[{"url":"stun:stun.example"}]' },
  { iceServers: '[{"urls":[]}]' },
  { iceServers: "turn:turn.example" },
  { iceServers: '[{"urls":"turn:turn.example","username":"ada"}]' },
])("%j stops the start, and no secret is told", (given) => {
  const error = (() => {
    try {
      return optionsOf(given);
    } catch (error) {
      return error;
    }
  })();
  expect(error).toBeInstanceOf(SettingError);
  expect(String(error)).not.toMatch(/nnnn|short|credential":/);
});
