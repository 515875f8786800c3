import { SignalingError } from "simple-webrtc-signaling-protocol";
import { expect, test } from "vitest";
import type { Topic } from "../bus.ts";
import type { TestCluster, TestClusterOptions } from "./directory-contract.ts";

const echo: Topic<unknown, unknown> = { name: "echo" };
const receipt: Topic<string, null> = { name: "receipt" };
const silence: Topic<string, string> = { name: "silence" };

/** Defines the tests that the bus of every cluster must pass. */
export function busContract(
  start: (options: TestClusterOptions) => TestCluster | Promise<TestCluster>,
): void {
  async function pair() {
    const { nodes, ...rest } = await start({ nodes: 2, graceMs: 60_000 });
    const [one, two] = nodes;
    if (!one || !two) throw new Error("two nodes are needed");
    return { one, two, ...rest };
  }

  test("a node answers the questions of another node and of itself", async () => {
    const { one, two } = await pair();
    two.bus.serve(echo, ({ question, from }) => ({ question, isFromOne: from === one.id }));
    const question = { text: "“quotes” \u0000 😀", list: [1, null, { deep: true }] };
    expect(await one.bus.ask(two.id, echo, question)).toEqual({ question, isFromOne: true });
    expect(await two.bus.ask(two.id, echo, 1)).toEqual({ question: 1, isFromOne: false });
  });

  test("texts and bytes arrive unchanged", async () => {
    const { one, two } = await pair();
    const text = `${"x".repeat(65_536)} "\\ 😀 \ud800`;
    const bytes = Uint8Array.from({ length: 65_536 }, (_, index) => index % 256);
    two.bus.serve(echo, ({ parts }) => {
      const [first, second] = parts;
      return [first === text, Buffer.from(second as Uint8Array).equals(bytes), parts.length];
    });
    expect(await one.bus.ask(two.id, echo, null, [text, bytes])).toEqual([true, true, 2]);
  });

  test("questions and messages arrive in the order in which they were sent", async () => {
    const { one, two, settle } = await pair();
    const received: unknown[] = [];
    two.bus.serve(echo, ({ question }) => received.push(question));
    const answers: Promise<unknown>[] = [];
    for (let index = 0; index < 100; index += 1) {
      if (index % 3 === 0) answers.push(one.bus.ask(two.id, echo, index));
      else one.bus.tell(two.id, echo, index);
    }
    await Promise.all(answers);
    await settle();
    expect(received).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  test("a message arrives after the join of its sender, and before its leave", async () => {
    const { one, two, settle } = await pair();
    const seen: string[] = [];
    two.bus.serve(echo, ({ question }) => {
      seen.push(String(question));
    });
    const claim = (peerId: string) => ({
      peer: { peerId, room: "lobby", sessionId: peerId, socketId: peerId, metadata: null },
      subject: undefined,
      joinedAtMs: 0,
      proof: undefined,
      maxPeersPerRoom: 0,
      maxRoomsPerIdentity: 0,
    });
    await two.directory.claim(claim("bob"), () => {});
    two.directory.onChange(({ type }) => seen.push(type));
    await one.directory.claim(claim("ada"), (entry) => {
      one.bus.tell(two.id, echo, "message");
      one.directory.leave(entry);
    });
    await settle();
    expect(seen).toEqual(["joined", "message", "left"]);
  });

  test("a thrown refusal reaches the node that asked", async () => {
    const { one, two } = await pair();
    two.bus.serve(echo, () => {
      throw new SignalingError("rate-limited", "too fast", { retryAfterMs: 5 });
    });
    await expect(one.bus.ask(two.id, echo, 1)).rejects.toMatchObject({
      refusal: { code: "rate-limited", reason: "too fast", retryAfterMs: 5 },
    });
    two.bus.serve(echo, () => Promise.reject(new SignalingError("room-full", "full")));
    await expect(one.bus.ask(two.id, echo, 1)).rejects.toMatchObject({ code: "room-full" });
  });

  test("a posted question is settled once: by its answer, by a refusal, or because the node does not exist", async () => {
    const { one, two, kill } = await pair();
    two.bus.serve(receipt, ({ question }) => {
      if (question === "refuse") throw new SignalingError("too-large", "too large");
      return null;
    });
    const outcomes: unknown[] = [];
    const post = (question: string) =>
      new Promise<void>((resolve) => {
        one.bus.post(two.id, receipt, question, ["part"], (refusal) => {
          outcomes.push(refusal?.code);
          resolve();
        });
      });
    await Promise.all([post("accept"), post("accept")]);
    await post("refuse");
    kill(two);
    await post("accept");
    expect(outcomes).toEqual([undefined, undefined, "too-large", "unavailable"]);
  });

  test("an error that is no refusal is answered with `internal`", async () => {
    const { one, two } = await pair();
    two.bus.serve(echo, () => {
      throw new Error("a defect");
    });
    await expect(one.bus.ask(two.id, echo, 1)).rejects.toMatchObject({ code: "internal" });
  });

  test("a question to a node that does not exist is refused at once; a message to it is lost", async () => {
    const { one, two, kill } = await pair();
    kill(two);
    for (const node of [two.id, "nobody", "__proto__"]) {
      one.bus.tell(node, echo, 1);
      await expect(one.bus.ask(node, echo, 1)).rejects.toMatchObject({ code: "unavailable" });
    }
  });

  test("a question without an answer is refused after two seconds, and a late answer is ignored", async () => {
    const { one, two } = await pair();
    let answer = (_: string) => {};
    two.bus.serve(
      silence,
      () =>
        new Promise<string>((resolve) => {
          answer = resolve;
        }),
    );
    const askedMs = performance.now();
    await expect(one.bus.ask(two.id, silence, "?")).rejects.toMatchObject({ code: "unavailable" });
    expect(performance.now() - askedMs).toBeGreaterThan(1_800);
    answer("late");
  });

  test("a slow answer does not delay the next question", async () => {
    const { one, two } = await pair();
    const answers: (() => void)[] = [];
    two.bus.serve(silence, (received) =>
      received.question === "fast"
        ? "answered"
        : new Promise((resolve) => {
            answers.push(() => resolve("slow"));
          }),
    );
    const slow = one.bus.ask(two.id, silence, "slow");
    expect(await one.bus.ask(two.id, silence, "fast")).toBe("answered");
    for (const give of answers) give();
    expect(await slow).toBe("slow");
  });
}
