import { expect, test } from "vitest";
import { Program } from "../kit/command.ts";
import { startServerForPrograms } from "../kit/server-here.ts";
import { startServer } from "../kit/server-program.ts";

// Each test starts several processes, which takes seconds per process on a busy machine.
const offerer = "examples/data-channel/offerer.ts";
const answerer = "examples/data-channel/answerer.ts";

/** No server listens at this reserved port. */
const nowhere = "http://127.0.0.1:1";

test("[case N8] two Node.js processes open a data channel and stay connected after the end of the server, the offerer first", async () => {
  const both = await outliveServer(offerer, answerer);
  const exits = await Promise.all(both.map((program) => program.end("SIGINT")));
  expect(exits).toEqual([0, 0]);
});

test("[case N8] two Node.js processes open a data channel and stay connected after the end of the server, the answerer first", async () => {
  const [first, second] = await outliveServer(answerer, offerer);
  expect(await first.end("SIGINT")).toBe(0);
  await second.line(/^the other side has closed the data channel$/);
  expect(await second.exit).toBe(0);
});

/** Two programs connect, exchange a megabyte in each direction, and still exchange data after the end of the server. */
async function outliveServer(early: string, late: string): Promise<[Program, Program]> {
  const server = await startServer();
  // On a busy machine the start of the second program may take longer than the default time limit.
  const environment = { ...server.environment, SECONDS_TO_OPEN: "80" };
  const first = new Program(early, environment);
  await first.line(/ is ready at /);
  const second = new Program(late, environment);
  const both: [Program, Program] = [first, second];

  await everyOne(both, /^sent (offer|answer)$/, { butNot: /^sent candidate/ });
  await everyOne(both, /^the data channel is open: \d+ ms after `ready`/);
  await everyOne(both, /^candidate pair: host \S+\/udp ↔ (host|prflx) \S+\/udp$/);
  await everyOne(both, /^success: 1,048,576 bytes each way, both verified$/);

  await server.stop();
  await everyOne(both, /^the signaling server is gone; we keep talking$/);
  await everyOne(both, /^ping \d+: [\d.]+ ms$/);
  await everyOne(both, /^ping \d+: [\d.]+ ms$/);
  return both;
}

async function everyOne(
  programs: readonly Program[],
  says: RegExp,
  { butNot }: { readonly butNot?: RegExp | undefined } = {},
): Promise<void> {
  await Promise.all(programs.map((program) => program.line(says, { butNot })));
}

test("an offerer without a server gives up, and prints how to start one", async () => {
  const program = new Program(offerer, { SERVER_URL: nowhere, SECONDS_TO_OPEN: "1" });
  await program.line(/^Gave up after 1 s: no signaling server answered .* `npm run dev`/);
  expect(await program.exit).toBe(1);
});

test("an offerer with a wrong token exits at once, and names the setting", async () => {
  const { url } = await startServerForPrograms();
  const program = new Program(offerer, { SERVER_URL: url, TOKEN: "wrong" });
  await program.line(/Set TOKEN to the server's/);
  expect(await program.exit).toBe(1);
});
