import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { dialectOf, join } from "../endpoint.ts";

const depths = [33, 1_000, 5_000, 10_000, 25_000];

const shapes: readonly ((depth: number) => string)[] = [
  (depth) => "[".repeat(depth) + "]".repeat(depth),
  (depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
  (depth) => "[".repeat(depth),
];

export const nesting: Attack = {
  name: "nesting",
  sentence: `nested arrays and objects of depth ${depths[0]} to 25,000 are sent to a peer and to a room`,
  async run({ endpoint }: Field): Promise<Figure[]> {
    const witness = await join(endpoint, "127.0.0.3", "witness");
    let received = 0;
    witness.listen((frame) => {
      if (/(\[|\{"a":){33}/.test(frame)) received += 1;
    });
    let sent = 0;
    for (const [number, content] of depths
      .flatMap((depth) => shapes.map((of) => of(depth)))
      .entries()) {
      const { toOne, toAll } = dialectOf(endpoint);
      for (const frame of [toOne("witness", content), toAll(content, ["witness"])]) {
        const socket = await join(endpoint, "127.0.0.2", `deep-${number}-${frame.length}-${sent}`);
        socket.listen(() => {});
        socket.send(frame);
        sent += 1;
        await answerOrEnd(socket);
      }
    }
    witness.end();
    return [note("sent", sent), atMost("relayed to another peer", received, 0)];
  },
};

/** Waits until the server has processed the frame. */
async function answerOrEnd(socket: Awaited<ReturnType<typeof join>>): Promise<void> {
  await Promise.race([socket.closed, socket.receives(() => true), pause(100)]);
  await pause(20);
  socket.end();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
