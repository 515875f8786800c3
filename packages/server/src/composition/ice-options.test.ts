import { expect, test } from "vitest";
import { resolveOptions, SettingError } from "../config/config.ts";
import { iceServersOptions } from "./ice-options.ts";

const newer = "n".repeat(32);
const older = "o".repeat(32);
const turnUrls = "turn:turn.example:3478?transport=udp, turns:turn.example:443?transport=tcp";

const optionsOf = (given: Parameters<typeof resolveOptions>[0]) =>
  iceServersOptions(resolveOptions(given));

test("ICE servers may be URLs or JSON", () => {
  const stun = "stun:stun.example, stun:[2001:db8::1]:3478";
  expect(optionsOf({ iceServers: stun }).fixed).toEqual([
    { urls: "stun:stun.example" },
    { urls: "stun:[2001:db8::1]:3478" },
  ]);
  const servers = [{ urls: ["turn:turn.example"], username: "ada", credential: "secret" }];
  expect(optionsOf({ iceServers: JSON.stringify(servers) }).fixed).toEqual(servers);
  expect(optionsOf({ iceServers: servers }).fixed).toEqual(servers);
});

test("the first of two secrets signs", () => {
  expect(optionsOf({ turnUrls, turnSecret: `${newer},${older}` })).toEqual({
    fixed: [],
    turn: { urls: turnUrls.split(", "), secret: newer, ttlSeconds: 600 },
  });
});

test("without settings there are no ICE servers", () => {
  expect(optionsOf({})).toEqual({ fixed: [] });
});

const stun = { urls: "stun:stun.example" };
const turn = { urls: "turn:turn.example", username: "ada", credential: "swordfish" };

test.each([
  ["Twilio's, with `url` beside `urls`", [{ url: "stun:stun.example", ...stun }], [stun]],
  ["`url` in place of `urls`", [{ url: "stun:stun.example" }], [stun]],
  ["Twilio's whole answer", { ice_servers: [turn], password: "x", ttl: "86400" }, [turn]],
  ["Cloudflare's and Xirsys's, an object", { iceServers: turn }, [turn]],
  ["an RTCConfiguration", { iceServers: [stun, turn] }, [stun, turn]],
  ["one server without a list", turn, [turn]],
  ["an empty list", [], []],
  ["empty and null credentials of STUN", [{ ...stun, username: "", credential: null }], [stun]],
  ["the only type of credential there is", [{ ...turn, credentialType: "password" }], [turn]],
  [
    "white space around an address",
    [{ urls: [" stun:stun.example "] }],
    [{ urls: ["stun:stun.example"] }],
  ],
])("[case K26] %s is accepted", (_form, given, expected) => {
  expect(optionsOf({ iceServers: JSON.stringify(given) }).fixed).toEqual(expected);
  expect(optionsOf({ iceServers: ` ${JSON.stringify(given, null, 2)}\n` }).fixed).toEqual(expected);
  expect(optionsOf({ iceServers: given }).fixed).toEqual(expected);
});

test.each([
  ["stun.example", 'entry 1: "stun.example" is not the URL of a STUN or TURN server'],
  ["stun:stun.example, stun://b", 'entry 2: "stun://b" is not the URL of a STUN or TURN server'],
  ["turn:turn.example", "entry 1: `username` is missing, which TURN requires"],
  ["[{", "it is not valid JSON"],
  [[stun, { ...turn, credential: "" }], "entry 2: `credential` is missing, which TURN requires"],
  [[stun, { ...turn, username: 7 }], "entry 2: `username` is not a string"],
  [[{ ...turn, credential: ["a"] }], "entry 1: `credential` is not a string"],
  [[{ username: "ada" }], "entry 1: `urls` is missing"],
  [[{ urls: [] }], "entry 1: `urls` is empty"],
  [[{ urls: ["stun:stun.example", 7] }], "entry 1: `urls` contains an entry that is not a string"],
  [[{ ...stun, urlz: "x" }], "entry 1: the key `urlz` is unknown"],
  [[{ ...turn, credentialType: "oauth" }], "entry 1: `credentialType` must be `password`"],
  [["stun:stun.example"], "entry 1 is not an object"],
  ["turn:ada:swordfish@turn.example", 'entry 1: "turn:…@turn.example" is not the URL'],
  ["7", 'entry 1: "7" is not the URL'],
])("[case K26] %j is refused with the entry, the key and the reason", (iceServers, reason) => {
  const given = typeof iceServers === "string" ? iceServers : JSON.stringify(iceServers);
  const expected = "; expected URLs of STUN servers, separated by commas, or a JSON array";
  expect(() => optionsOf({ iceServers: given })).toThrow(`ICE_SERVERS: ${reason}`);
  expect(() => optionsOf({ iceServers: given })).toThrow(expected);
  expect(() => optionsOf({ iceServers: given })).not.toThrow(/swordfish|ada/);
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
  { iceServers: '[{"urls":[]}]' },
  { iceServers: "turn:turn.example" },
  { iceServers: '[{"urls":"turn:turn.example","username":"ada"}]' },
])("%j stops the start with an error that contains no secret", (given) => {
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
