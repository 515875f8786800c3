import { expect, test } from "vitest";
import { type Lineage, lineageText } from "../auth/lineage.ts";
import { SessionSecrets } from "../auth/session-secrets.ts";
import type { Entry } from "../cluster/directory.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { SessionProofs } from "./session-proofs.ts";

const proofs = new SessionProofs({
  secrets: new SessionSecrets({ key: "a key for the secrets of these tests" }),
  ended: new EndedSessions({ keepMs: 30_000, record: undefined }),
  gatheringEndsAtMs: () => 0,
});

/** An entry with a number of secrets, since the session began or was restored with a secret. */
function entry(issued: number, restored?: { from: Lineage; continuation: Lineage }): Entry {
  const peer = { peerId: "ada", room: "lobby", sessionId: "s", socketId: "s", metadata: null };
  return {
    peer,
    node: "node",
    generation: 1,
    state: "resumable",
    awayUntilMs: 0,
    subject: undefined,
    joinedAtMs: 1,
    proof: {
      hash: "",
      lastHash: undefined,
      attempt: 0,
      issued,
      restored: restored && {
        from: lineageText(restored.from),
        continuation: lineageText(restored.continuation),
      },
    },
  };
}

const fromThird = { from: [3], continuation: [3, -50] };

test.each<[string, boolean, Lineage, Entry]>([
  ["the last secret", false, [4], entry(5)],
  ["an earlier secret", false, [3], entry(5)],
  ["a later secret", true, [5], entry(5)],
  ["a secret that was restored from the last one", true, [4, -90, 0], entry(5)],
  ["a secret that was restored from an earlier one", false, [3, -90, 0], entry(5)],
  ["the secret of the restoration", false, [3], entry(2, fromThird)],
  ["a secret before the restoration", false, [2], entry(2, fromThird)],
  ["a secret that replaced the one of the restoration", true, [4], entry(2, fromThird)],
  ["a secret of another restoration", true, [3, -90, 0], entry(2, fromThird)],
  ["the last secret since the restoration", false, [3, -50, 1], entry(2, fromThird)],
  ["an earlier secret since the restoration", false, [3, -50, 0], entry(2, fromThird)],
  ["a later secret since the restoration", true, [3, -50, 2], entry(2, fromThird)],
])("[E16] %s is later than the record of a session: %s", (_, isLater, lineage, of) => {
  expect(proofs.isLater(of, { lineage })).toBe(isLater);
});
