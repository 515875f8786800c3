import type { Line } from "./line.ts";

/** The wrong behavior of a server, by event. */
export interface Misbehavior {
  /** It takes connections, and not a word is said. */
  readonly isDeaf?: boolean;
  open?(line: Line): void;
  welcome?(line: Line): void;
  ready?(line: Line, number: number, value: object): void;
  /** `times`: how often the roster has been asked for on this connection. */
  presence?(line: Line, number: number, value: object, times: number): void;
}

const slowMs = 150;

const refusal = (code: string, more: object = {}) => ({ ok: false, code, reason: code, ...more });

/** Values that no event of this project's server has. */
const nonsense = [
  undefined,
  null,
  0,
  "text",
  [],
  {},
  { from: 5, target: "ada", message: "x" },
  { from: "bob", message: "no target" },
  { from: "bob", target: "ada" },
  { from: "bob", target: "ada", message: "x", fromSession: 1 },
  { from: null, target: "all", message: "", action: "open" },
  { from: "bob", target: "all", message: "", action: "constructor" },
  { revision: 1, joined: null, left: [] },
  { revision: 1, joined: [null], left: [] },
  { revision: 1, joined: [{ peerId: "bob", sessionId: "s" }], left: [] },
  { revision: 1, joined: [], left: [{ peerId: "bob" }] },
  { revision: "1", joined: [], left: [] },
  { iceServers: null },
  { iceServers: [null, "stun:x", {}, { urls: [] }, { urls: "http://x" }, { urls: "turn:x" }] },
  { text: 5 },
  { retryAfterMs: "soon" },
  { retryAfterMs: null },
  { code: 5, reason: "x" },
];

const events = ["message", "presence", "iceServers", "notice", "drain", "signalingError"];

/** Longer than a timer can wait. */
const foreverMs = 1e12;

const welcomed = (ready: NonNullable<Misbehavior["ready"]>): Misbehavior => ({ ready });

export const misbehaviors = {
  "behaves well": {},
  "says nothing": { isDeaf: true },
  "opens and says nothing more": { welcome: () => {} },
  "closes before its handshake": { open: (line) => line.end() },
  "closes with 1000 before its handshake": { open: (line) => line.close(1_000) },
  "closes with 1001 before its handshake": { open: (line) => line.close(1_001) },
  "closes with 1013 before its handshake": { open: (line) => line.close(1_013) },
  "takes its time for every step": {
    open: (line) => setTimeout(() => line.open(), slowMs),
    welcome: (line) => setTimeout(() => line.welcome(), slowMs),
    ready: (line, number, value) =>
      setTimeout(() => line.answer(number, { ok: true, value }), slowMs),
  },
  "closes before ready": welcomed((line) => line.end()),
  "never answers ready": welcomed(() => {}),
  "drops after its welcome": welcomed((line, number, value) => {
    line.answer(number, { ok: true, value });
    line.end();
  }),
  "never pings": { open: (line) => line.open({ pings: false }) },
  "removes the client, but keeps its connection open": welcomed((line, number, value) => {
    line.answer(number, { ok: true, value });
    line.tell("signalingError", { code: "kicked", reason: "go", event: "connect" });
  }),
  "refuses every client": {
    welcome: (line) => line.refuse({ code: "forbidden", reason: "no" }),
  },
  "is too busy to connect anybody": {
    welcome: (line) => line.refuse({ code: "unavailable", reason: "busy" }),
  },
  "has too much to do, for 300 ms": welcomed((line, number) =>
    line.answer(number, refusal("rate-limited", { retryAfterMs: 300 })),
  ),
  "has too much to do, for ever": welcomed((line, number) =>
    line.answer(number, refusal("rate-limited", { retryAfterMs: foreverMs })),
  ),
  "drains for ever": welcomed((line, number, value) => {
    line.answer(number, { ok: true, value: { ...value, gatheringMs: foreverMs } });
    line.tell("drain", { retryAfterMs: foreverMs });
  }),
  "pings never, as it says": {
    open: (line) => line.open({ pings: false, pingInterval: foreverMs, pingTimeout: foreverMs }),
  },
  "talks nonsense": welcomed((line, number, value) => {
    line.answer(number, {
      ok: true,
      value: { ...value, iceServers: 5, session: 5, expiresAtMs: "x" },
    });
    for (const event of [...events, "unknown", "constructor", "__proto__"]) {
      for (const content of nonsense) {
        line.tell(event, content);
      }
    }
    line.tell("message", { from: "bob", target: "ada", message: "sense" });
  }),
  "knows no session": welcomed((line, number) => line.answer(number, refusal("session-lost"))),
  "says what is no packet": welcomed((line) => line.say("42[oh", "{oh")),
  "has just started, and tells of others before it answers": welcomed((line, number, value) => {
    line.tell("presence", { revision: 9, joined: [], left: [] });
    line.answer(number, { ok: true, value: { ...value, gatheringMs: 60_000 } });
    line.tell("presence", { revision: 9, joined: [], left: [] });
  }),
  "has just started, and refuses the first request for the roster": {
    ready: (line, number, value) =>
      line.answer(number, { ok: true, value: { ...value, gatheringMs: 20 } }),
    presence: (line, number, value, times) =>
      line.answer(
        number,
        times === 1 ? refusal("rate-limited", { retryAfterMs: 20 }) : { ok: true, value },
      ),
  },
  "holds the id by a session it told nobody of": welcomed((line, number) => {
    line.answer(number, refusal("peer-id-taken"));
    line.end();
  }),
  "shakes hands with nonsense": {
    open: (line) => line.say("0null", '{"event":"open","data":null}'),
  },
  "shakes hands with no JSON": { open: (line) => line.say("0{", "{") },
  "shakes hands without times": {
    open: (line) =>
      line.say('0{"sid":"engine","upgrades":[]}', '{"event":"open","data":{"leaveId":"x"}}'),
  },
  "has no such namespace": {
    welcome: (line) =>
      line.say('44{"message":"Invalid namespace"}', '{"event":"Invalid namespace"}'),
  },
  "refuses without a word": { welcome: (line) => line.say("44", '{"event":"signalingError"}') },
  "refuses with another shape": {
    welcome: (line) =>
      line.say('44{"message":5,"data":[1]}', '{"event":"signalingError","data":[1]}'),
  },
  "accepts without a word": { welcome: (line) => line.say("40", '{"event":"connected"}') },
  "acknowledges without a word": welcomed((line, number) =>
    line.say(`43${number}`, `{"reply":${number}}`),
  ),
  "answers with nonsense": welcomed((line, number) => line.answer(number, null)),
  "answers with half of it": welcomed((line, number) =>
    line.answer(number, { ok: true, value: {} }),
  ),
} satisfies Readonly<Record<string, Misbehavior>>;

export type MisbehaviorName = keyof typeof misbehaviors;
