import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ConnectionConstructor, Connections } from "./connections.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const turn = (username: string) => ({ urls: "turn:turn.example", username, credential: "secret" });
const own = { iceTransportPolicy: "relay", iceServers: [{ urls: "stun:own.example" }] } as const;

/** Records its configurations. */
class Recorder {
  readonly given: unknown[];
  signalingState: RTCSignalingState = "stable";

  constructor(configuration?: unknown) {
    if (configuration === "invalid") throw new TypeError("an invalid configuration");
    this.given = [configuration];
  }

  createDataChannel(label: string): unknown {
    return { label };
  }

  setConfiguration(configuration: unknown): void {
    this.given.push(configuration);
  }

  close(): void {
    this.signalingState = "closed";
  }
}

/** Connections whose implementation records their configurations. */
function connections(configuration?: unknown) {
  const all = new Connections(
    Recorder as unknown as ConnectionConstructor,
    configuration as RTCConfiguration,
  );
  return { all, take: () => all.take().connection as unknown as Recorder };
}

const asConnection = (recorder: Recorder) => recorder as unknown as RTCPeerConnection;

test("without servers of the signaling server, the configuration of the application is unchanged", () => {
  const { all, take } = connections(own);
  const present = take();
  all.learn([], [asConnection(present)]);
  expect([present.given, take().given]).toEqual([[own], [own]]);
  expect(connections().take().given).toEqual([undefined]);
});

test("received servers precede those of the application, and replace earlier received ones", () => {
  const { all, take } = connections(own);
  all.learn([turn("1:ada")], []);
  all.learn([turn("2:ada")], []);
  const iceServers = [turn("2:ada"), { urls: "stun:own.example" }];
  expect(take().given).toEqual([{ iceTransportPolicy: "relay", iceServers }]);
});

test("open connections get the new configuration", () => {
  const { all, take } = connections();
  const [live, over] = [take(), take()];
  over.close();
  all.learn([turn("1:ada")], [asConnection(live), asConnection(over)]);
  all.learn([], [asConnection(live)]);
  expect(live.given).toEqual([undefined, { iceServers: [turn("1:ada")] }, {}]);
  expect(over.given).toEqual([undefined]);
});

test("a connection that was created in advance gets the new configuration, and is taken once", () => {
  const { all, take } = connections();
  void all.prepare();
  vi.runAllTimers();
  all.learn([turn("1:ada")], []);
  const iceServers = [turn("1:ada")];
  expect(take().given).toEqual([undefined, { iceServers }]);
  expect(take().given).toEqual([{ iceServers }]);
});

test("a connection that nobody takes is closed", () => {
  const made: Recorder[] = [];
  class Counted extends Recorder {
    constructor() {
      super();
      made.push(this);
    }
  }
  const all = new Connections(Counted as unknown as ConnectionConstructor);
  all.drop();
  void all.prepare();
  vi.runAllTimers();
  all.drop();
  all.drop();
  void all.prepare();
  all.take();
  vi.runAllTimers();
  expect(made.map(({ signalingState }) => signalingState)).toEqual(["closed", "stable"]);
});

test("[case K7] a wrong configuration of the application is reported in advance", async () => {
  const { all, take } = connections("invalid");
  const prepared = all.prepare();
  vi.runAllTimers();
  await expect(prepared).rejects.toMatchObject({
    code: "bad-message",
    reason: "`rtc` cannot be used: an invalid configuration",
  });
  expect(take).toThrow("an invalid configuration");
});
