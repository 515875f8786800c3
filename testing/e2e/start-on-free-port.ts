import { freePort } from "../kit/free-port.ts";

/** Starts a program on a free port. `start` resolves with `undefined` if another program has taken the port. */
export async function startOnFreePort<Started>(
  start: (port: number) => Promise<Started | undefined>,
): Promise<Started> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const started = await start(await freePort());
    if (started !== undefined) return started;
  }
  throw new Error("each of five free ports was in use at the start");
}
