import type { Line } from "./line.ts";

/** What a server does in place of what it should. */
export interface Manner {
  /** It takes connections, and not a word is said. */
  readonly isDeaf?: boolean;
  open?(line: Line): void;
  welcome?(line: Line): void;
  ready?(line: Line, number: string, value: object): void;
  /** `times`: how often the roster has been asked for on this connection. */
  presence?(line: Line, number: string, value: object, times: number): void;
}

const slowMs = 150;

const refusal = (code: string, more: object = {}) => ({ ok: false, code, reason: code, ...more });

const welcomed = (ready: NonNullable<Manner["ready"]>): Manner => ({ ready });

export const manners = {
  "behaves well": {},
  "says nothing": { isDeaf: true },
  "opens and says nothing more": { welcome: () => {} },
  "closes before its handshake": { open: (line) => line.end() },
  "takes its time for every step": {
    open: (line) => setTimeout(() => line.open(), slowMs),
    welcome: (line) => setTimeout(() => line.say('40{"sid":"socket"}'), slowMs),
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
  "sends away, and stays on the line": welcomed((line, number, value) => {
    line.answer(number, { ok: true, value });
    line.tell("signalingError", { code: "kicked", reason: "go", event: "connect" });
  }),
  "refuses to let anybody in": {
    welcome: (line) =>
      line.say('44{"message":"Authentication error","data":{"code":"forbidden","reason":"no"}}'),
  },
  "is too busy to let anybody in": {
    welcome: (line) =>
      line.say('44{"message":"busy","data":{"code":"unavailable","reason":"busy"}}'),
  },
  "has too much to do, for 300 ms": welcomed((line, number) =>
    line.answer(number, refusal("rate-limited", { retryAfterMs: 300 })),
  ),
  "knows no session": welcomed((line, number) => line.answer(number, refusal("session-lost"))),
  "says what is no packet": welcomed((line) => line.say("42[oh")),
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
  "answers with nonsense": welcomed((line, number) => line.answer(number, null)),
  "answers with half of it": welcomed((line, number) =>
    line.answer(number, { ok: true, value: {} }),
  ),
} satisfies Readonly<Record<string, Manner>>;

export type MannerName = keyof typeof manners;
