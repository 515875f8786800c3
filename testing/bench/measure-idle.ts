import { ServerProcess } from "../kit/measured-server.ts";
import { within } from "../kit/within.ts";
import type { Options } from "./options.ts";
import { type Measurement, quantities } from "./quantities.ts";
import { gather } from "./room.ts";
import type { Subject } from "./subjects.ts";

/** Time limit of all joins, in seconds. */
const patienceSeconds = 300;

/** Connects peers to every server, one server after the other. Measures the memory per peer. */
export async function measureIdlePeers(
  subjects: readonly Subject[],
  options: Options,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const subject of subjects) measurements.push(...(await measureIdle(subject, options)));
  return measurements;
}

async function measureIdle(subject: Subject, { idle, earlier }: Options): Promise<Measurement[]> {
  const server = await ServerProcess.start(subject.name, subject.environment, ["--expose-gc"]);
  try {
    const first = await gather(server.url, subject.dialect, earlier);
    const before = await server.memory();
    const joined = gather(server.url, subject.dialect, idle, earlier + 1);
    const room = await within(patienceSeconds, `${subject.title}, ${idle} peers`, joined);
    const after = await server.memory();
    await server.stop();
    first.disperse();
    room.disperse();
    const kilobytesPerPeer = (bytes: number) => bytes / 1_000 / idle;
    return [
      {
        quantity: quantities.peerHeap,
        subject,
        value: kilobytesPerPeer(usedBytes(after) - usedBytes(before)),
      },
      {
        quantity: quantities.peerMemory,
        subject,
        value: kilobytesPerPeer(after.rss - before.rss),
      },
    ];
  } finally {
    await server.stop();
  }
}

/** `external` contains `arrayBuffers`. */
function usedBytes({ heapUsed, external }: NodeJS.MemoryUsage): number {
  return heapUsed + external;
}
