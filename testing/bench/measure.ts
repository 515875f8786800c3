import { ServerProcess } from "../kit/measured-server.ts";
import { within } from "../kit/within.ts";
import type { Options } from "./options.ts";
import { disperse, gather, type Room } from "./room.ts";
import type { Subject } from "./subjects.ts";
import { type Task, tasks } from "./tasks.ts";

export const roomSize = 50;

/** Time limit of any step, in milliseconds. */
const patienceSeconds = 30;

/** The server CPU time of one measurement of one task on one server. */
export interface Measurement {
  readonly task: Task;
  readonly subject: Subject;
  readonly microsecondsPerMessage: number;
}

interface Running {
  readonly subject: Subject;
  readonly server: ServerProcess;
  readonly room: Room;
}

/**
 * Measures every task on every server, directly after each other, so that other load on the machine affects all
 * equally. Each measurement starts new servers, so that a round does not depend on the optimizations of one
 * process.
 */
export async function measureRound(
  options: Options,
  subjects: readonly Subject[],
): Promise<Measurement[]> {
  const started: Running[] = [];
  const measurements: Measurement[] = [];
  try {
    for (const subject of subjects) started.push(await start(subject));
    for (const task of tasks) {
      for (const running of started) measurements.push(await measure(running, task, options));
    }
  } finally {
    await Promise.all(started.map(end));
  }
  return measurements;
}

async function start(subject: Subject): Promise<Running> {
  const server = await ServerProcess.start(subject.name, subject.environment);
  const room = gather(server.url, subject.dialect, roomSize);
  return { subject, server, room: await within(patienceSeconds, `${subject.title}, ready`, room) };
}

async function measure(
  { subject, server, room }: Running,
  task: Task,
  { messages }: Options,
): Promise<Measurement> {
  const what = `${subject.title}, ${task.name} of ${task.signal.name}s`;
  const load = () => within(patienceSeconds, what, task.load(room, task.signal, messages));
  await load();
  const before = await server.cpuMicroseconds();
  const delivered = await load();
  const microseconds = (await server.cpuMicroseconds()) - before;
  return { task, subject, microsecondsPerMessage: microseconds / delivered };
}

async function end({ server, room }: Running): Promise<void> {
  disperse(room);
  await server.stop();
}
