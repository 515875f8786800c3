import { expect, test } from "vitest";
import { RemoteCandidates } from "./remote-candidates.ts";

const descriptionOf = (fragment: string) => `v=0\r\na=ice-ufrag:${fragment}\r\n`;

const candidateOf = (usernameFragment: string) => ({ candidate: "candidate:1", usernameFragment });

/** Records the candidates that reach the connection, by fragment, and counts the dropped ones. */
function recorded() {
  const added: unknown[] = [];
  const dropped: unknown[] = [];
  const connection = {
    addIceCandidate: async (candidate?: RTCIceCandidateInit) => {
      added.push(candidate?.usernameFragment);
    },
  } as RTCPeerConnection;
  return { added, dropped, candidates: new RemoteCandidates(connection, () => dropped.push(1)) };
}

test("candidates wait for their description", async () => {
  const { added, dropped, candidates } = recorded();
  await candidates.add(candidateOf("one"));
  expect(added).toEqual([]);
  await candidates.described(descriptionOf("one"));
  await candidates.add(candidateOf("one"));
  expect([added, dropped]).toEqual([["one", "one"], []]);
});

test("candidates of an outdated generation are dropped", async () => {
  const { added, dropped, candidates } = recorded();
  await candidates.described(descriptionOf("one"));
  await candidates.described(descriptionOf("two"));
  await candidates.add(candidateOf("one"));
  expect([added, dropped.length]).toEqual([[], 1]);
});

test("candidates of an ignored offer are dropped, before and after the answer", async () => {
  const { added, dropped, candidates } = recorded();
  candidates.ignored(descriptionOf("ignored"));
  await candidates.add(candidateOf("ignored"));
  await candidates.described(descriptionOf("answer"));
  await candidates.add(candidateOf("ignored"));
  expect([added, dropped.length]).toEqual([[], 2]);
});

test("candidates of a media section that only an ignored offer had are dropped with the next description", async () => {
  const { added, dropped, candidates } = recorded();
  const description = `${descriptionOf("kept")}a=mid:0\r\n`;
  await candidates.described(description);
  await candidates.add({ ...candidateOf("kept"), sdpMid: "1" });
  await candidates.add({ ...candidateOf("kept"), sdpMid: "0" });
  expect([added, dropped.length]).toEqual([["kept"], 0]);
  await candidates.described(description);
  expect([added, dropped.length]).toEqual([["kept"], 1]);
});

test("the answer may continue the generation of an ignored offer", async () => {
  const { added, dropped, candidates } = recorded();
  candidates.ignored(descriptionOf("kept"));
  await candidates.add(candidateOf("kept"));
  await candidates.described(descriptionOf("kept"));
  await candidates.add(candidateOf("kept"));
  expect([added, dropped]).toEqual([["kept", "kept"], []]);
});

test("candidates of an offer that is rolled back wait for a description that continues its generation", async () => {
  const { added, dropped, candidates } = recorded();
  await candidates.described(descriptionOf("first"));
  await candidates.described(descriptionOf("offer"));
  await candidates.add(candidateOf("offer"));
  candidates.takenBack();
  candidates.ignored(descriptionOf("offer"));
  await candidates.add(candidateOf("first"));
  expect(added).toEqual(["offer", "first"]);
  await candidates.described(descriptionOf("offer"));
  expect([added, dropped]).toEqual([["offer", "first", "offer"], []]);
});

test("the end of candidates waits until all candidates are added", async () => {
  const added: unknown[] = [];
  let finish = () => {};
  const connection = {
    addIceCandidate: async (candidate?: RTCIceCandidateInit) => {
      if (candidate) await new Promise<void>((resolve) => (finish = resolve));
      added.push(candidate?.usernameFragment ?? "end");
    },
  } as RTCPeerConnection;
  const candidates = new RemoteCandidates(connection, () => {});
  await candidates.described(descriptionOf("one"));
  const all = [candidates.add(candidateOf("one")), candidates.add(null)];
  await Promise.resolve();
  finish();
  await Promise.all(all);
  expect(added).toEqual(["one", "end"]);
});
