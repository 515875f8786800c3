import { expect, test } from "vitest";
import type { ConnectionConstructor } from "../webrtc/connections.ts";
import { checkStun, checkTurn } from "./ice-check.ts";

/** The reports of a connection about a server: types of candidates, error codes, and the end of gathering. */
type Events = readonly (string | number | "complete")[];

/** A connection that reports what the test says, in place of a network. */
function connectionWith(eventsOf: Readonly<Record<string, Events>>): ConnectionConstructor {
  class Connection extends EventTarget {
    iceGatheringState = "gathering";
    readonly #events: Events;

    constructor({ iceServers: [server] = [] }: RTCConfiguration) {
      super();
      this.#events = eventsOf[String(server?.urls)] ?? [];
    }

    createDataChannel() {}
    close() {}
    async createOffer() {}

    async setLocalDescription() {
      for (const event of this.#events) this.#report(event);
    }

    #report(event: Events[number]): void {
      if (event === "complete") {
        this.iceGatheringState = event;
        this.dispatchEvent(new Event("icegatheringstatechange"));
      } else if (typeof event === "number") {
        this.dispatchEvent(Object.assign(new Event("icecandidateerror"), { errorCode: event }));
      } else {
        const candidate = { candidate: `candidate:1 1 udp 1 192.0.2.1 1 typ ${event}` };
        this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate }));
      }
    }
  }
  return Connection as unknown as ConnectionConstructor;
}

const credential = { username: "user", credential: "secret" };

async function turn(events: Events, ...others: Events[]) {
  const all = [events, ...others];
  const urls = all.map((_, index) => `turn:${index}`);
  const Connection = connectionWith(
    Object.fromEntries(urls.map((url, index) => [url, all[index] ?? []])),
  );
  const servers = urls.map((url) => ({ urls: url, ...credential }));
  const options = { Connection, timeoutMs: 1, signal: undefined };
  return await checkTurn("udp", servers, options);
}

const causeOf = ({ outcome }: Awaited<ReturnType<typeof turn>>) =>
  outcome.status === "passed" ? outcome.status : outcome.cause;

test.each([
  [["relay"], "passed"],
  [[701, "relay"], "passed"],
  [[401, "complete"], "turn-credential-refused"],
  [[701, 486], "turn-refused"],
  [[701, "complete"], "turn-unreachable-udp"],
  [["complete"], "turn-unreachable-udp"],
  [[], "turn-unreachable-udp"],
])("a TURN server with the events %j is: %s", async (events, expected) => {
  expect(causeOf(await turn(events))).toBe(expected);
});

test("one TURN server that grants relays is enough, and the details name all", async () => {
  const { outcome, value } = await turn([401], ["relay"]);
  expect(value).toMatchObject({ urls: "turn:1" });
  expect(outcome).toEqual({
    status: "passed",
    details: ["turn:0: 401", expect.stringMatching(/^turn:1: answer after \d+ ms$/)],
  });
});

test("of several refusals, a refused credential is the most decisive one", async () => {
  expect(causeOf(await turn([], [486], [401]))).toBe("turn-credential-refused");
});

test("TURN servers with another transport do not count", async () => {
  const servers = [{ urls: "turn:a?transport=tcp" }, { urls: "turns:a" }, { urls: "stun:a" }];
  const options = { Connection: connectionWith({}), timeoutMs: 1, signal: undefined };
  const { outcome } = await checkTurn("udp", servers, options);
  expect(outcome).toMatchObject({ status: "skipped", cause: "no-turn-server" });
});

test.each([
  [["host", "srflx"], "passed"],
  // The address of the device is its public address.
  [["host", "complete"], "passed"],
  // The device has no network.
  [["complete"], "failed"],
  [["host", 701, "complete"], "failed"],
  [["host"], "failed"],
])("a STUN server with the events %j has %s", async (events, expected) => {
  const Connection = connectionWith({ "stun:a": events });
  const options = { Connection, timeoutMs: 1, signal: undefined };
  const { outcome } = await checkStun([{ urls: "stun:a" }], options);
  expect(outcome.status).toBe(expected);
});
