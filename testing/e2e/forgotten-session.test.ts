import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReliableChannel } from "simple-webrtc-signaling-client";
import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../kit/fault-proxy.ts";
import { startServer } from "../kit/server-program.ts";
import { RecordingClient } from "./recording-client.ts";

const key = "the key for the sessions of these tests";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "forgotten-session-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One end: its received contents and the outcomes of its sent contents. */
class Speaker {
  readonly received: unknown[] = [];
  readonly outcomes = new Map<number, string>();
  readonly #reliable: ReliableChannel;

  constructor({ channel }: RecordingClient) {
    this.#reliable = new ReliableChannel({ channel: channel.sessions });
    this.#reliable.onMessage(({ message }) => this.received.push(message));
    onTestFinished(() => this.#reliable.close());
  }

  /** Sends all these numbers in sequence. */
  say(target: string, from: number, count: number): void {
    for (let number = from; number < from + count; number += 1) {
      this.outcomes.set(number, "pending");
      this.#reliable.sendTo(target, number).then(
        () => this.outcomes.set(number, "resolved"),
        ({ code }) => this.outcomes.set(number, code),
      );
    }
  }

  numbersOf(outcome: string): number[] {
    return [...this.outcomes].flatMap(([number, one]) => (one === outcome ? [number] : []));
  }
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

test("[X9] a peer that left only in the view of the other: contents that did not surface are not reported as delivered", async () => {
  const settings = { SESSION_KEY: key, SESSION_GRACE: "3", SESSION_FOLDER: temporaryFolder() };
  const server = await startServer({ settings });
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port: server.port });
  onTestFinished(() => proxy.close());
  const ada = new RecordingClient(server, server.url, "ada");
  const bob = new RecordingClient(server, proxy.url, "bob");
  const [adas, bobs] = [new Speaker(ada), new Speaker(bob)];
  await ada.channel.connect();
  await bob.channel.connect();
  await expect.poll(() => ada.received).toEqual(["open bob"]);
  const speakers = [adas, bobs];
  adas.say("bob", 0, 10);
  bobs.say("ada", 0, 10);
  await expect
    .poll(() => speakers.map((one) => one.numbersOf("resolved")), { timeout: 10_000 })
    .toEqual([range(0, 10), range(0, 10)]);

  proxy.blackhole("both");
  proxy.reset();
  await expect.poll(() => ada.received, { timeout: 15_000 }).toEqual(["open bob", "close bob"]);
  const { port, token } = server;
  const again = ada.readyAgain();
  await server.end("SIGKILL");
  // The record of ended sessions is lost. A longer grace period makes the test independent of the machine.
  const lost = { SESSION_KEY: key, SESSION_GRACE: "60", SESSION_FOLDER: temporaryFolder() };
  await startServer({ port, token, settings: lost });
  await again;
  bobs.say("ada", 10, 15);
  const isBack = bob.readyAgain();
  proxy.heal();
  await isBack;
  await expect.poll(() => [...ada.present], { timeout: 15_000 }).toEqual(["bob"]);
  adas.say("bob", 10, 15);

  await expect
    .poll(() => speakers.map((one) => one.numbersOf("pending")), { timeout: 30_000 })
    .toEqual([[], []]);
  for (const [speaker, listener] of [
    [adas, bobs],
    [bobs, adas],
  ] as const) {
    expect(listener.received).toEqual([...new Set(listener.received)]);
    expect(listener.received).toEqual(expect.arrayContaining(speaker.numbersOf("resolved")));
  }
  adas.say("bob", 100, 1);
  bobs.say("ada", 100, 1);
  await expect
    .poll(() => speakers.map(({ outcomes }) => outcomes.get(100)), { timeout: 10_000 })
    .toEqual(["resolved", "resolved"]);
});
