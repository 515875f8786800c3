import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Deadline } from "./deadline.ts";

/** Two ends of a connection. */
async function connection(): Promise<readonly [Socket, Socket]> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const here = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [there] = (await once(server, "connection")) as [Socket];
  onTestFinished(() => {
    here.destroy();
    server.close();
  });
  return [here, there];
}

/** Blocks this process for a time. */
function hold(milliseconds: number): void {
  const endMs = performance.now() + milliseconds;
  while (performance.now() < endMs);
}

test("[B9] data that arrived in time stops the deadline even if the process reads it late", async () => {
  const [here, there] = await connection();
  const received = new Promise<string>((resolve) => {
    const deadline = new Deadline(0.01, () => resolve("late"));
    there.on("data", () => {
      deadline.stop();
      resolve("in time");
    });
    deadline.start();
  });
  here.write("here I am");
  hold(50);
  expect(await received).toBe("in time");
});

test("[B9] the deadline calls back without data, and not with 0 seconds", async () => {
  const called: string[] = [];
  const stopped = new Deadline(0.01, () => called.push("stopped"));
  stopped.start();
  new Deadline(0, () => called.push("never")).start();
  await new Promise<void>((resolve) => {
    const late = new Deadline(0.02, resolve);
    late.start();
    stopped.stop();
  });
  expect(called).toEqual([]);
});
