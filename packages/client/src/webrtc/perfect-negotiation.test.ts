import { expect, onTestFinished, test, vi } from "vitest";
import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { channelPair } from "../channel/testing.ts";
import { PerfectNegotiation } from "./perfect-negotiation.ts";
import type { Signal } from "./signal.ts";

type Carrier = Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;

/** The signaling states of a connection (W3C WebRTC §4.3.1), and nothing else of it. */
class StatesOnly extends EventTarget {
  signalingState: RTCSignalingState = "stable";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  /** Number of explicit rollbacks of an own offer. */
  rollbacks = 0;
  readonly #mids: readonly (string | null)[];

  constructor(mids: readonly (string | null)[] = []) {
    super();
    this.#mids = mids;
  }

  async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
    if (description?.type === "rollback") {
      this.rollbacks += 1;
      this.signalingState = "stable";
      return;
    }
    const isAnswer = this.signalingState === "have-remote-offer";
    this.localDescription = { type: isAnswer ? "answer" : "offer", sdp: "" };
    this.signalingState = isAnswer ? "stable" : "have-local-offer";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  getTransceivers() {
    return this.#mids.map((mid) => ({ mid }));
  }

  connectionState: RTCPeerConnectionState = "new";
  iceGatheringState: RTCIceGatheringState = "complete";
  restarts = 0;

  restartIce(): void {
    this.restarts += 1;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  /** Finds a candidate, or with `null` the last one. */
  found(text: string | null): void {
    const candidate =
      text === null ? null : { toJSON: () => ({ candidate: text }), candidate: text };
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate }));
  }

  wantSomething(): void {
    this.dispatchEvent(new Event("negotiationneeded"));
  }
}

interface Given {
  readonly channel: Carrier;
  readonly remotePeerId: string;
  readonly waitsForOffer?: boolean;
}

/** Negotiates for a connection. Its steps are words such as `sent offer`. */
function negotiate(connection: StatesOnly, given: Given) {
  const steps: string[] = [];
  const negotiation = new PerfectNegotiation({
    connection: connection as unknown as RTCPeerConnection,
    ...given,
  });
  negotiation.on("step", (step) => {
    steps.push("signal" in step ? `${step.type} ${nameOf(step.signal)}` : step.type);
  });
  const reached = (word: string) => expect.poll(() => steps, { interval: 1 }).toContain(word);
  return { negotiation, steps, reached };
}

function nameOf(signal: Signal): string {
  if ("description" in signal) return signal.description.type;
  return "refused" in signal ? "refusal" : "candidate";
}

async function openPair() {
  const [one, two] = channelPair(["ada", "bob"]);
  await Promise.all([one.connect(), two.connect()]);
  return [one, two] as const;
}

test("an offer does not collide with an own offer whose answer is being applied", async () => {
  const [one, two] = await openPair();
  const unacknowledged: Carrier = {
    peerId: two.peerId,
    sendTo: (target, content) => {
      void two.sendTo(target, content);
      return new Promise(() => {});
    },
    onMessage: (listener) => two.onMessage(listener),
  };
  const [adaConnection, bobConnection] = [new StatesOnly(), new StatesOnly()];
  const ada = negotiate(adaConnection, { channel: one, remotePeerId: "bob" });
  const bob = negotiate(bobConnection, { channel: unacknowledged, remotePeerId: "ada" });
  bobConnection.wantSomething();
  await bob.reached("received answer");
  adaConnection.wantSomething();
  await ada.reached("received answer");
  expect(bob.steps).not.toContain("ignored-offer");
});

test("a peer that waits for the first offer then makes its own if still needed", async () => {
  const [one, two] = await openPair();
  const [adaConnection, bobConnection] = [new StatesOnly([null]), new StatesOnly()];
  const waits = { waitsForOffer: true };
  const ada = negotiate(adaConnection, { channel: one, remotePeerId: "bob", ...waits });
  const bob = negotiate(bobConnection, { channel: two, remotePeerId: "ada" });
  adaConnection.wantSomething();
  bobConnection.wantSomething();
  await ada.reached("received answer");
  expect(ada.steps).toEqual(["received offer", "sent answer", "sent offer", "received answer"]);
  expect(bob.steps).not.toContain("ignored-offer");
});

test("a peer that waits for the first offer makes it itself after a recovery, because the offer may be lost", async () => {
  const [one, two] = await openPair();
  const connection = new StatesOnly();
  const waits = { waitsForOffer: true };
  const ada = negotiate(connection, { channel: one, remotePeerId: "bob", ...waits });
  const bob = negotiate(new StatesOnly(), { channel: two, remotePeerId: "ada", ...waits });
  connection.wantSomething();
  expect(ada.steps).toEqual([]);
  ada.negotiation.recover();
  await ada.reached("received answer");
  expect(bob.steps).toEqual(["received offer", "sent answer"]);
});

/** It can use no description of the peer. */
class Unable extends StatesOnly {
  override async setRemoteDescription(): Promise<void> {
    throw new Error("it cannot be used");
  }
}

test("a recovery restarts ICE if an offer that was postponed has been made", async () => {
  const [one, two] = await openPair();
  const connection = new StatesOnly();
  const ada = negotiate(connection, { channel: one, remotePeerId: "bob" });
  negotiate(new StatesOnly(), { channel: two, remotePeerId: "ada" });
  // The second event arrives while the first offer is being made, and browsers repeat it afterwards.
  connection.wantSomething();
  connection.wantSomething();
  await ada.reached("received answer");
  connection.wantSomething();
  await expect.poll(() => ada.steps.filter((step) => step === "received answer")).toHaveLength(2);
  connection.become("disconnected");
  ada.negotiation.recover();
  expect(ada.steps.at(-1)).toBe("ice-restart");
});

test("[Q11] unusable descriptions of a sender that supports refusals are refused, three times in a row", async () => {
  const [one, two] = await openPair();
  const errors: string[] = [];
  const connection = new Unable();
  const negotiation = new PerfectNegotiation({
    connection: connection as unknown as RTCPeerConnection,
    channel: one,
    remotePeerId: "bob",
  });
  negotiation.on("error", ({ code }) => errors.push(code));
  const contents: unknown[] = [];
  two.onMessage(({ message }) => contents.push(message));
  connection.found("a candidate");
  const description = { type: "offer", sdp: "" };
  await two.sendTo("ada", { description });
  await vi.waitFor(() => expect(errors).toEqual(["internal"]));
  expect(contents).toEqual([{ candidate: { candidate: "a candidate" } }]);
  for (let time = 1; time <= 4; time += 1)
    await two.sendTo("ada", { description, refusable: true });
  await vi.waitFor(() => expect(errors).toEqual(["internal", "internal"]));
  const [refusal, offer] = [{ refused: "offer" }, { description, refusable: true }];
  expect(contents.slice(1)).toEqual([refusal, offer, refusal, offer, refusal, offer]);
});

/** It can use no answer. */
class UnableToUseAnswers extends StatesOnly {
  override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === "answer") throw new Error("it cannot be used");
    await super.setRemoteDescription(description);
  }
}

test.each(["ada", "bob"])(
  "[Q11] %s keeps its offer after a refused answer until the next offer replaces it",
  async (id) => {
    const [one, two] = await openPair();
    const [own, peer] = id === one.peerId ? [one, two] : [two, one];
    const connection = new UnableToUseAnswers();
    const { steps, reached } = negotiate(connection, { channel: own, remotePeerId: peer.peerId });
    connection.found("a candidate");
    connection.wantSomething();
    await reached("sent offer");
    const answer = { description: { type: "answer", sdp: "" }, refusable: true };
    await peer.sendTo(id, answer);
    await reached("sent refusal");
    // Browsers stop or lose tracks at an explicit rollback.
    expect([connection.signalingState, connection.rollbacks]).toEqual(["have-local-offer", 0]);
    // Only an offer counts now.
    await peer.sendTo(id, answer);
    await peer.sendTo(id, { description: { type: "offer", sdp: "" }, refusable: true });
    await reached("sent answer");
    expect([connection.signalingState, connection.rollbacks]).toEqual(["stable", 0]);
    expect(steps).not.toContain("ignored-offer");
    // That offer did not collide: the peers had agreed on it.
    expect(steps).not.toContain("rolled-back");
    expect(steps.filter((step) => step === "sent refusal")).toHaveLength(1);
  },
);

test("[Q6] the polite peer replaces its offer in one step when offers collide", async () => {
  const [one, two] = await openPair();
  const connection = new StatesOnly();
  const { steps, reached } = negotiate(connection, { channel: one, remotePeerId: "bob" });
  connection.found("a candidate");
  connection.wantSomething();
  await two.sendTo("ada", { description: { type: "offer", sdp: "" } });
  await reached("sent answer");
  expect(steps).toContain("rolled-back");
  expect(connection.rollbacks).toBe(0);
});

test("the end of candidates is sent after 500 ms, unless the connection is open or gathers again", async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const [one, two] = await openPair();
  const contents: unknown[] = [];
  two.onMessage(({ message }) => contents.push(message));
  const connection = new StatesOnly();
  const { negotiation } = negotiate(connection, { channel: one, remotePeerId: "bob" });
  const sentAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return contents.splice(0);
  };
  connection.found("");
  connection.found(null);
  connection.found(null);
  expect(await sentAfter(499)).toEqual([]);
  expect(await sentAfter(1_000)).toEqual([{ candidate: null }]);
  connection.found(null);
  connection.iceGatheringState = "gathering";
  expect(await sentAfter(1_000)).toEqual([]);
  connection.iceGatheringState = "complete";
  connection.found(null);
  connection.become("connected");
  expect(await sentAfter(1_000)).toEqual([]);
  connection.become("connecting");
  connection.found(null);
  negotiation.close();
  expect(await sentAfter(1_000)).toEqual([]);
});

test("a failed route causes ICE restarts with growing delays, then an error", async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const [channel] = await openPair();
  const connection = new StatesOnly();
  const negotiation = new PerfectNegotiation({
    connection: connection as unknown as RTCPeerConnection,
    channel,
    remotePeerId: "bob",
    mostRestarts: 2,
  });
  const codes: string[] = [];
  negotiation.on("error", ({ code }) => codes.push(code));
  for (const delayMs of [0, 1_000]) {
    connection.become("failed");
    await vi.advanceTimersByTimeAsync(delayMs);
    connection.become("connecting");
  }
  expect([connection.restarts, codes]).toEqual([2, []]);
  connection.become("failed");
  expect(codes).toEqual(["unavailable"]);
  connection.become("connected");
  connection.become("failed");
  await vi.advanceTimersByTimeAsync(0);
  expect([connection.restarts, codes]).toEqual([3, ["unavailable"]]);
});
