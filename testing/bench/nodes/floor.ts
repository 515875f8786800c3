import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { markdownTable } from "../../kit/markdown.ts";
import { measuredScript } from "../../kit/measured-server.ts";
import { RedisProcess } from "../../kit/redis-process.ts";
import { summarize } from "../statistics.ts";

/** The numbers of messages in a frame. */
const counts = [1, 4, 8, 16, 32];

/** The number of frames in each direction, with as many to warm up. */
const frames = 5_000;

/**
 * Measures two bare processes that pass frames to each other through Redis, and do nothing else. Returns a table of the CPU time
 * of both processes per message.
 */
export async function measureFloor(rounds: number): Promise<string> {
  const rows: string[][] = [];
  for (const count of counts) {
    const values: number[] = [];
    for (let round = 0; round < rounds; round += 1) values.push(await perFrame(count));
    const { median } = summarize(values);
    rows.push([String(count), median.toFixed(1), (median / count).toFixed(1)]);
  }
  return `Two bare processes, ${rounds} rounds: CPU time of both, in µs\n${markdownTable(
    ["messages and receipts of a frame", "frame", "message"],
    rows,
  )}\n`;
}

async function perFrame(count: number): Promise<number> {
  const redis = await RedisProcess.start();
  const parameters = (own: string, other: string) => [
    String(redis.port),
    own,
    other,
    String(count),
  ];
  const script = measuredScript("bare-redis-node");
  const both = [fork(script, parameters("to:1", "to:2")), fork(script, parameters("to:2", "to:1"))];
  try {
    await Promise.all(both.map((child) => once(child, "message")));
    await exchange(both);
    return (await exchange(both)) / (2 * frames);
  } finally {
    for (const child of both) child.disconnect();
    await redis.kill();
  }
}

/** Lets both processes send all frames, and returns their CPU time. */
async function exchange(both: readonly ChildProcess[]): Promise<number> {
  const done = Promise.all(both.map((child) => once(child, "message")));
  const [first, second] = both;
  // The second one must be ready for the first frame.
  second?.send({ frames, isFirst: false });
  await new Promise((resolve) => setTimeout(resolve, 100));
  first?.send({ frames, isFirst: true });
  const times = (await done) as [number][];
  return times.reduce((sum, [time]) => sum + time, 0);
}
