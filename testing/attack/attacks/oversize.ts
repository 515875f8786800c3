import { setTimeout } from "node:timers/promises";
import type { RawSocket } from "../../kit/raw-socket.ts";
import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { dialectOf, join } from "../endpoint.ts";
import { until } from "../waiting.ts";

const megabyte = 1_000_000;

/** Maximum size of a signal. */
const mostPassedOn = megabyte;
/**
 * Buffers that were read and dropped wait for the garbage collection: up to 68 MB with Node.js 26 on a busy machine. A server that
 * keeps the largest message needs 64 MB for its fragments, 64 MB for the whole, and more for its text.
 */
const mostGrowthMegabytes = 96;

const sizes = [100_000, 2 * megabyte, 16 * megabyte, 64 * megabyte];

export const oversize: Attack = {
  name: "oversize",
  sentence:
    "messages of 0.1 to 64 MB, whole and in fragments, and HTTP request bodies of these sizes",
  async run(field: Field): Promise<Figure[]> {
    const { endpoint, memory } = field;
    const witness = await join(endpoint, "127.0.0.3", "witness");
    let largest = 0;
    witness.listen((frame) => {
      largest = Math.max(largest, frame.length);
    });
    memory?.restart();
    let sent = 0;
    for (const size of sizes) {
      for (const isWhole of [true, false]) {
        const socket = await join(endpoint, "127.0.0.2", `large-${sent}`);
        socket.listen(() => {});
        send(socket, dialectOf(endpoint).toOne("witness", `"${"x".repeat(size)}"`), isWhole);
        sent += 1;
        await Promise.race([socket.closed, untilTaken(socket)]);
        socket.end();
      }
      if (endpoint.dialect === "socket.io") await post(endpoint.url, size);
    }
    witness.end();
    return [
      note("sent", sent),
      atMost("largest relayed message", largest / megabyte, mostPassedOn / megabyte, " MB"),
      ...(memory
        ? [atMost("maximum memory growth", memory.peakGrowth, mostGrowthMegabytes, " MB")]
        : []),
    ];
  },
};

function send(socket: RawSocket, frame: string, isWhole: boolean): void {
  if (isWhole) socket.send(frame);
  else socket.sendParts(frame.match(/.{1,1000000}/gs) ?? []);
}

async function untilTaken(socket: RawSocket): Promise<void> {
  await until(() => socket.waitingBytes === 0, 5);
  await setTimeout(500);
}

/** The server closes a connection during an upload, so that no later request may reuse it. */
const headers = { connection: "close" };

/** Over long polling, to a new session. */
async function post(url: string, size: number): Promise<void> {
  const polling = new URL("/socket.io/?EIO=4&transport=polling", url);
  const { sid } = JSON.parse((await (await fetch(polling, { headers })).text()).slice(1)) as {
    sid: string;
  };
  polling.searchParams.set("sid", sid);
  const body = "4".repeat(size);
  await fetch(polling, { method: "POST", headers, body }).catch(() => {});
}
