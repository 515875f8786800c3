import { ServerProcess } from "../kit/measured-server.ts";
import { within } from "../kit/within.ts";
import type { Options } from "./options.ts";
import { type Measurement, roomSize } from "./quantities.ts";
import { gather, type Room } from "./room.ts";
import type { Subject } from "./subjects.ts";
import { type Task, tasks } from "./tasks.ts";

/** Time limit of any step, in seconds. */
const patienceSeconds = 60;

interface Running {
  readonly subject: Subject;
  readonly server: ServerProcess;
  readonly room: Room;
}

/**
 * Measures every task on every server, directly after each other, so that other load on the machine affects all
 * equally. Each round starts new servers, so that a round does not depend on the optimizations of one process.
 */
export async function measureMessages(
  subjects: readonly Subject[],
  options: Options,
): Promise<Measurement[]> {
  const started: Running[] = [];
  const measurements: Measurement[] = [];
  try {
    for (const subject of subjects) started.push(await start(subject));
    for (const task of tasks) {
      for (const running of started) {
        if (!canDo(running.subject, task)) continue;
        measurements.push(await measure(running, task, options));
      }
    }
  } finally {
    await Promise.all(started.map(end));
  }
  return measurements;
}

function canDo({ dialect }: Subject, { quantity }: Task): boolean {
  return dialect.toAll !== undefined || quantity.name.startsWith("relay");
}

async function start(subject: Subject): Promise<Running> {
  const server = await ServerProcess.start(subject.name, subject.environment);
  const room = gather(server.url, subject.dialect, roomSize);
  return { subject, server, room: await within(patienceSeconds, `${subject.title}, ready`, room) };
}

async function measure(
  { subject, server, room }: Running,
  { quantity, load, signal }: Task,
  { messages }: Options,
): Promise<Measurement> {
  const what = `${subject.title}, ${quantity.name}`;
  const send = () => within(patienceSeconds, what, load(room, signal, messages));
  await send();
  const before = await server.cpuMicroseconds();
  const delivered = await send();
  const microseconds = (await server.cpuMicroseconds()) - before;
  return { quantity, subject, value: microseconds / delivered };
}

async function end({ server, room }: Running): Promise<void> {
  room.disperse();
  await server.stop();
}
