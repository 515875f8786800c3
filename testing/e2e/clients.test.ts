import { expect, test } from "vitest";
import { Program } from "../kit/command.ts";
import { startServerForPrograms } from "../kit/server-here.ts";
import { startServer } from "../kit/server-program.ts";

// Each test starts several processes, which takes seconds per process on a busy machine.
const client1 = "examples/client1.ts";
const client2 = "examples/client2.ts";

/** No server listens at this reserved port. */
const nowhere = "http://127.0.0.1:1";

test("[case N8] client1 and client2 exchange messages when client1 is first", async () => {
  const { environment } = await startServerForPrograms();
  const first = new Program(client1, environment);
  expect(await first.line(/./)).toMatch(/^client1 is ready/);
  await first.line(/here already: nobody/);
  const second = new Program(client2, environment);
  await second.line(/here already: client1/);
  await first.line(/received: client2 → all: .* \(open\)/);
  await expectConversation({ first, second });
});

test("client1 and client2 exchange messages when client2 is first", async () => {
  const { environment } = await startServerForPrograms();
  const second = new Program(client2, environment);
  await second.line(/here already: nobody/);
  const first = new Program(client1, environment);
  await first.line(/here already: client2/);
  await second.line(/received: client1 → all: Hello everybody/);
  await expectConversation({ first, second });
});

/** Each client receives the messages of the other. Each ends on Ctrl-C, and the remaining client reports it. */
async function expectConversation(clients: { first: Program; second: Program }): Promise<void> {
  const { first, second } = clients;
  await second.line(/received: client1 → client2: /);
  await first.line(/received: client2 → client1: /);
  expect(await second.end("SIGINT")).toBe(0);
  await first.line(/received: client2 → all: .* \(close\)/);
  expect(await first.end("SIGTERM")).toBe(0);
}

test("[case N8] a client without a server prints how to start one, at each attempt", async () => {
  const client = new Program(client1, { SERVER_URL: nowhere });
  const sentence =
    /^No signaling server answers at http:\/\/127.0.0.1:1. Start one with `npm run dev`. Trying again …$/;
  await client.line(sentence);
  await client.line(sentence);
  expect(await client.end("SIGINT")).toBe(0);
});

test("[case N7] advice names the package manager that started the program", async () => {
  const environment = { SERVER_URL: nowhere, npm_config_user_agent: "yarn/4.9.2 npm/? node/v20" };
  const client = new Program(client1, environment);
  await client.line(/Start one with `yarn dev`\./);
});

test("a client reports a lost connection and reconnects", async () => {
  const server = await startServer();
  const client = new Program(client1, server.environment);
  await client.line(/client1 is ready/);
  await server.stop();
  await client.line(/^The connection to the signaling server is lost\.$/);
  await client.line(/Trying again …$/);
  expect(await client.end("SIGINT")).toBe(0);
});

test("a client with a wrong token names the setting, and exits with 1", async () => {
  const { url } = await startServerForPrograms();
  const client = new Program(client1, { SERVER_URL: url, TOKEN: "wrong" });
  await client.line(/Authentication error: .*token.* Set TOKEN to the server's/);
  expect(await client.exit).toBe(1);
});

test("[case N8] a second client1 reports only that the id is taken, and exits with 1", async () => {
  const { environment } = await startServerForPrograms();
  const holder = new Program(client1, environment);
  await holder.line(/here already: nobody/);
  const other = new Program(client1, environment);
  expect(await other.line(/./)).toMatch(/"client1" is (taken|already in use)/);
  expect(await other.exit).toBe(1);
});
