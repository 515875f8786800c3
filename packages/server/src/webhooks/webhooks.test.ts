import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import type { Fact } from "../telemetry/fact.ts";
import { Webhooks, type WebhooksOptions } from "./webhooks.ts";

const secret = Buffer.alloc(32, 7);
const times = { retryMs: 5, longestRetryMs: 20, closeMs: 50 };

interface Delivery {
  readonly id: string;
  readonly room: string;
  readonly peerId: string;
}

/** A receiver of webhooks, which verifies each request and keeps it if `answer` responds 2xx. */
class Receiver {
  /** All requests, including those that were not accepted. */
  readonly asked: Delivery[] = [];
  readonly accepted: Delivery[] = [];
  #server: Server | undefined;
  #port = 0;
  readonly #answer: (response: ServerResponse, number: number) => void;

  constructor(answer: (response: ServerResponse, number: number) => void = accept) {
    this.#answer = answer;
    onTestFinished(() => this.stop());
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/events`;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#receive(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Returns the peers of a room in the order of their first accepted event. */
  peersOf(room: string): readonly string[] {
    const peers = this.accepted.filter((one) => one.room === room).map(({ peerId }) => peerId);
    return [...new Set(peers)];
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const webhook = new Webhook(secret.toString("base64"));
    const { data } = webhook.verify(body, request.headers as Record<string, string>) as {
      data: Omit<Delivery, "id">;
    };
    const delivery = { id: String(request.headers["webhook-id"]), ...data };
    this.asked.push(delivery);
    this.#answer(response, this.asked.length);
    if (response.statusCode === 204) this.accepted.push(delivery);
  }
}

function accept(response: ServerResponse): void {
  response.writeHead(204).end();
}

function webhooksTo(receiver: Receiver, over: Partial<WebhooksOptions> = {}) {
  const facts: Fact[] = [];
  const webhooks = new Webhooks({
    url: receiver.url,
    keys: [secret],
    report: (fact) => facts.push(fact),
    times,
    ...over,
  });
  onTestFinished(() => webhooks.close());
  const join = (room: string, peerId: string) =>
    webhooks.record({ type: "peer.joined", room, peerId, socketId: "s" });
  return { webhooks, facts, join };
}

const rooms = ["red", "blue", "green"];
const peers = Array.from({ length: 10 }, (_, index) => `peer-${index}`);

/** Records a join of each peer in each room, and waits until all have arrived in order. */
async function expectAll(receiver: Receiver, join: (room: string, peerId: string) => void) {
  for (const peerId of peers) for (const room of rooms) join(room, peerId);
  for (const room of rooms) await expect.poll(() => receiver.peersOf(room)).toEqual(peers);
}

test("[Z1] [Z2] events arrive signed, with one id for all attempts", async () => {
  const receiver = await new Receiver((response, number) => {
    response.writeHead(number < 3 ? 500 : 204).end();
  }).start();
  const { webhooks, facts, join } = webhooksTo(receiver);
  join("red", "ada");
  const failures = () => facts.map(({ type }) => type).filter((type) => type !== "webhook.sent");
  await expect.poll(failures).toContain("webhook.recovered");
  await webhooks.close();
  expect(failures()).toEqual(["webhook.failing", "webhook.recovered"]);
  expect(receiver.accepted).toHaveLength(1);
  expect(new Set(receiver.asked.map(({ id }) => id)).size).toBe(1);
  expect(receiver.accepted[0]?.id).toMatch(/^msg_[\w-]{36}$/);
});

test("[Z3] a receiver that fails now and then gets every event, in order per room", async () => {
  const receiver = await new Receiver((response, number) => {
    if (number % 3 === 0) response.destroy();
    else response.writeHead(number % 3 === 1 ? 503 : 204).end();
  }).start();
  await expectAll(receiver, webhooksTo(receiver).join);
});

test("[Z3] a receiver that hangs now and then gets every event, in order per room", async () => {
  const receiver = await new Receiver((response, number) => {
    // Every seventh request has no answer.
    if (number % 7 !== 0) accept(response);
  }).start();
  await expectAll(receiver, webhooksTo(receiver, { times: { ...times, timeoutMs: 300 } }).join);
});

test("[Z3] a receiver that restarts gets every event, in order per room", async () => {
  const receiver = await new Receiver((response, number) => {
    accept(response);
    if (number !== 7) return;
    receiver.stop();
    setTimeout(() => void receiver.start(), 100);
  }).start();
  await expectAll(receiver, webhooksTo(receiver).join);
});

test("[Z2] a redirect is not followed, and the event is sent again", async () => {
  const elsewhere = await new Receiver().start();
  const receiver = await new Receiver((response, number) => {
    if (number > 2) accept(response);
    else response.writeHead(307, { location: elsewhere.url }).end();
  }).start();
  const { join } = webhooksTo(receiver);
  join("red", "ada");
  await expect.poll(() => receiver.accepted).toHaveLength(1);
  expect(elsewhere.asked).toEqual([]);
});

test("[Z3] a room whose event is not accepted does not delay other rooms", async () => {
  const receiver = await new Receiver((response) => {
    const { room } = receiver.asked.at(-1) ?? {};
    response.writeHead(room === "red" ? 500 : 204).end();
  }).start();
  const { join } = webhooksTo(receiver);
  join("red", "ada");
  join("red", "bob");
  join("blue", "zoe");
  await expect.poll(() => receiver.peersOf("blue")).toEqual(["zoe"]);
  expect(receiver.asked.map(({ peerId }) => peerId)).not.toContain("bob");
});

test("[Z4] a full queue drops new events, and reports their number", async () => {
  const receiver = await new Receiver((response) => {
    response.writeHead(500).end();
  }).start();
  const { facts, webhooks, join } = webhooksTo(receiver, {
    mostEvents: 3,
    times: { ...times, closeMs: 1 },
  });
  for (const peerId of peers) join("red", peerId);
  await webhooks.close();
  const dropped = facts.flatMap((fact) => (fact.type === "webhook.dropped" ? fact.events : []));
  expect(dropped.reduce((sum, events) => sum + events, 0)).toBe(peers.length);
});

test("[Z4] an event that is too old is given up, and its room continues", async () => {
  const receiver = await new Receiver((response) => {
    response.writeHead(receiver.asked.at(-1)?.peerId === "ada" ? 400 : 204).end();
  }).start();
  const { facts, join } = webhooksTo(receiver, { times: { ...times, longestAgeMs: 50 } });
  join("red", "ada");
  await expect.poll(() => receiver.asked).not.toHaveLength(0);
  join("red", "bob");
  await expect.poll(() => receiver.peersOf("red")).toEqual(["bob"]);
  await expect.poll(() => facts).toContainEqual({ type: "webhook.dropped", events: 1 });
});

test("[Z4] a server that closes sends what waits, also between two attempts", async () => {
  let isUp = false;
  const receiver = await new Receiver((response) => {
    response.writeHead(isUp ? 204 : 500).end();
  }).start();
  const hour = 3_600_000;
  const { webhooks, join } = webhooksTo(receiver, {
    times: { retryMs: hour, longestRetryMs: hour, closeMs: hour },
  });
  join("red", "ada");
  await expect.poll(() => receiver.asked).toHaveLength(1);
  isUp = true;
  await webhooks.close();
  expect(receiver.peersOf("red")).toEqual(["ada"]);
});

test("[Z1] every key signs, so that a receiver can change its key", async () => {
  const receiver = await new Receiver().start();
  const { join } = webhooksTo(receiver, { keys: [Buffer.alloc(32, 8), secret] });
  join("red", "ada");
  await expect.poll(() => receiver.accepted).toHaveLength(1);
});
