import { afterEach, expect, test, vi } from "vitest";
import { firstCandidateOf } from "./first-candidate.ts";

afterEach(() => {
  vi.useRealTimers();
});

function startWaiting() {
  vi.useFakeTimers();
  const connection = new EventTarget();
  const untilFirstCandidate = firstCandidateOf(connection as RTCPeerConnection);
  const done = vi.fn();
  const waiting = untilFirstCandidate().then(done);
  return { connection, untilFirstCandidate, done, waiting };
}

test("the wait ends with the first candidate and does not repeat", async () => {
  const { connection, untilFirstCandidate, done, waiting } = startWaiting();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).not.toHaveBeenCalled();
  connection.dispatchEvent(new Event("icecandidate"));
  await waiting;
  await untilFirstCandidate();
  expect(vi.getTimerCount()).toBe(0);
});

test("the wait also ends without a candidate", async () => {
  const { waiting } = startWaiting();
  await vi.advanceTimersByTimeAsync(2_000);
  await waiting;
});
