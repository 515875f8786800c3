import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalOf, replyOf } from "../transport/parsing.ts";
import {
  drainMsOf,
  envelopeOf,
  expiryOf,
  iceServersOf,
  noticeOf,
  presenceBatchOf,
  readinessOf,
  rosterOf,
} from "./incoming.ts";

const parsers = [
  drainMsOf,
  envelopeOf,
  expiryOf,
  iceServersOf,
  noticeOf,
  presenceBatchOf,
  readinessOf,
  refusalOf,
  replyOf,
  rosterOf,
];

const bob = { peerId: "bob", socketId: "of bob", sessionId: "session of bob", metadata: null };

/** Events as this project's server sends them. */
const genuine = [
  { from: "bob", target: "all", message: "hello" },
  { from: "bob", fromSession: "s", target: "ada", message: { s: 1, c: 2 } },
  { from: "bob", target: "all", message: "Peer has joined the signaling server", action: "open" },
  { revision: 1, joined: [bob], left: [{ peerId: "bob", sessionId: "session of bob" }] },
  { revision: 1, peers: [bob] },
  { iceServers: [{ urls: "stun:host" }], ttlSeconds: 60 },
  { retryAfterMs: 5 },
  { text: "Restart at 5" },
  { ok: true, value: { peers: [bob], revision: 1, isResumed: true, gatheringMs: 5 } },
  { ok: false, code: "forbidden", reason: "no" },
] as const;

/** The same, with one part of it in another shape. */
const spoilt = fc
  .tuple(fc.constantFrom(...genuine), fc.string(), fc.jsonValue())
  .chain(([value, key, other]) =>
    fc.constantFrom(...Object.keys(value), key).map((name) => ({ ...value, [name]: other })),
  );

test("[case S11] the parsers throw for no input", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), spoilt, fc.anything()), (value) => {
      for (const parse of parsers) parse(value);
    }),
    { numRuns: 2_000 },
  );
});

test("[case S11] a value with any part of a wrong shape is ignored", () => {
  const [message, addressed, presence, batch, roster] = genuine;
  for (const [parse, value, names] of [
    [envelopeOf, message, ["from", "target", "message"]],
    [envelopeOf, addressed, ["fromSession"]],
    [envelopeOf, presence, ["from"]],
    [presenceBatchOf, batch, ["revision", "joined", "left"]],
    [rosterOf, roster, ["revision", "peers"]],
    [readinessOf, roster, ["revision", "peers"]],
    [refusalOf, { code: "forbidden", reason: "no" }, ["code", "reason"]],
  ] as const) {
    expect(parse(value)).toBeDefined();
    const others = (name: string) =>
      name === "message" ? [undefined] : [undefined, null, {}, [1]];
    for (const name of names) {
      for (const other of others(name)) {
        const isOptional = other === undefined && (name === "fromSession" || parse === readinessOf);
        if (!isOptional) expect(parse({ ...value, [name]: other })).toBeUndefined();
      }
    }
  }
});

test("[case S11] a reply of an earlier version, which has only peers, is accepted", () => {
  expect(
    readinessOf({ peerId: "ada", room: "lobby", peers: [{ peerId: "bob", socketId: "s" }] }),
  ).toEqual({
    peers: [{ peerId: "bob", socketId: "s" }],
    revision: 0,
    iceServers: [],
    isResumed: false,
    countsOutcomes: false,
  });
});

test("[case S11] ICE servers that a connection would reject are skipped", () => {
  const usable = [
    { urls: "stun:host:3478" },
    { urls: ["turn:host", "turns:host:443?transport=tcp"], username: "u", credential: "c" },
    { urls: "stuns:host", username: "u", credential: "c" },
  ];
  const unusable = [
    null,
    5,
    {},
    { urls: [] },
    { urls: "turn:host" },
    { urls: "http://host" },
    { urls: "stun:" },
  ];
  expect(iceServersOf({ iceServers: [...unusable, ...usable] })).toEqual(usable);
});

test("[A9] a server can make a client wait for at most 10 minutes", () => {
  const longest = 600_000;
  for (const [asked, obeyed] of [
    [1, 1],
    [longest, longest],
    [longest + 1, longest],
    [1e12, longest],
    [Number.MAX_VALUE, longest],
    [-1, 0],
  ] as const) {
    expect(drainMsOf({ retryAfterMs: asked })).toBe(obeyed);
    expect(refusalOf({ code: "rate-limited", reason: "", retryAfterMs: asked })?.retryAfterMs).toBe(
      obeyed,
    );
    expect(readinessOf({ peers: [], gatheringMs: asked })?.gatheringMs).toBe(obeyed);
  }
  for (const retryAfterMs of [Number.POSITIVE_INFINITY, Number.NaN, "5", null]) {
    expect(drainMsOf({ retryAfterMs })).toBeUndefined();
  }
});
