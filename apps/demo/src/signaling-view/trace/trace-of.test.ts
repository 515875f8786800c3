import { expect, test } from "vitest";
import { offerSdp } from "../testing.ts";
import { happeningOf } from "./trace-of.ts";

const nothing = { currentLocalDescription: null, currentRemoteDescription: null };
const offer = { description: { type: "offer", sdp: offerSdp } } as const;

test("a description is an offer or an answer", () => {
  const sent = happeningOf({ type: "sent", atMs: 1, signal: offer }, nothing);
  expect(sent).toMatchObject({ kind: "offer", direction: "sent", isRestart: false });
  const signal = { description: { type: "answer", sdp: offerSdp } } as const;
  const received = happeningOf({ type: "received", atMs: 1, signal }, nothing);
  expect(received).toEqual({ kind: "answer", direction: "received", sdp: offerSdp });
});

test("an offer with another fragment than in use restarts ICE", () => {
  const offered = (sdp: string) => {
    const inUse = { ...nothing, currentLocalDescription: { sdp } };
    return happeningOf({ type: "sent", atMs: 1, signal: offer }, inUse);
  };
  expect(offered(offerSdp)).toMatchObject({ isRestart: false });
  expect(offered(offerSdp.replace("Fd0Q", "other"))).toMatchObject({ isRestart: true });
});

test("no candidate is the end of candidates", () => {
  const step = { type: "sent", atMs: 1, signal: { candidate: null } } as const;
  expect(happeningOf(step, nothing)).toEqual({ kind: "end-of-candidates", direction: "sent" });
});

test.each(["rolled-back", "ignored-offer", "dropped-candidate"] as const)("%s", (type) => {
  expect(happeningOf({ type, atMs: 1 }, nothing)).toEqual({ kind: type });
});
