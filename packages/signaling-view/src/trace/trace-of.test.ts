import type { Room } from "simple-webrtc-signaling-client";
import { expect, test } from "vitest";
import { offerSdp } from "../reading/samples.ts";
import { happeningOf, traceOf } from "./trace-of.ts";

const nothing = { currentLocalDescription: null, currentRemoteDescription: null };
const offer = { description: { type: "offer", sdp: offerSdp } } as const;

test("a description is an offer or an answer", () => {
  const sent = happeningOf({ type: "sent", atMs: 1, signal: offer }, nothing);
  expect(sent).toMatchObject({ kind: "offer", direction: "sent", isRestart: false });
  const signal = { description: { type: "answer", sdp: offerSdp } } as const;
  const received = happeningOf({ type: "received", atMs: 1, signal }, nothing);
  expect(received).toEqual({ kind: "answer", direction: "received", sdp: offerSdp });
});

test("an offer with a new user name fragment restarts ICE", () => {
  const offered = (sdp: string) => {
    const inUse = { ...nothing, currentLocalDescription: { sdp } };
    return happeningOf({ type: "sent", atMs: 1, signal: offer }, inUse);
  };
  expect(offered(offerSdp)).toMatchObject({ isRestart: false });
  expect(offered(offerSdp.replace("Fd0Q", "other"))).toMatchObject({ isRestart: true });
});

test("a `null` candidate is the end of candidates", () => {
  const step = { type: "sent", atMs: 1, signal: { candidate: null } } as const;
  expect(happeningOf(step, nothing)).toEqual({ kind: "end-of-candidates", direction: "sent" });
});

test("a description can be refused", () => {
  const step = { type: "received", atMs: 1, signal: { refused: "offer" } } as const;
  const refusal = { kind: "refusal", direction: "received", refused: "offer" };
  expect(happeningOf(step, nothing)).toEqual(refusal);
});

test.each(["rolled-back", "ignored-offer", "dropped-candidate"] as const)("%s", (type) => {
  expect(happeningOf({ type, atMs: 1 }, nothing)).toEqual({ kind: type });
});

/** A room that emits what a test tells it to. */
function testRoom() {
  const listeners = new Map<string, (value: unknown) => void>();
  const room = {
    state: "connected",
    on: (name: string, listener: (value: unknown) => void) => listeners.set(name, listener),
  };
  const emit = (name: string, value: unknown) => listeners.get(name)?.(value);
  return { room: room as unknown as Room, emit };
}

test("a peer that leaves is recorded", () => {
  const { room, emit } = testRoom();
  const trace = traceOf(room);
  emit("leave", { id: "bob" });
  expect(trace.entries.map(({ kind }) => kind)).toEqual(["join", "leave"]);
});

test.each(["kicked", "room-closed"])(
  "[case G4] after %s no leave is recorded, because this peer was removed",
  (code) => {
    const { room, emit } = testRoom();
    const trace = traceOf(room);
    emit("error", { error: { code, message: "an administrator did it" } });
    emit("leave", { id: "bob" });
    expect(trace.entries).toMatchObject([{ kind: "join" }, { kind: "error", code }]);
  },
);
