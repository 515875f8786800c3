import { expect, test } from "vitest";
import { controlOf, largestFile, type Offer, sha256Of } from "./control.ts";
import { ReceivingFile } from "./receiving.ts";
import { SendingFile } from "./sending.ts";
import type { Transfer, TransferState } from "./transfer.ts";

/** One end of a data channel within this process: it drains one message at a time. */
class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = "open";
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  mostBuffered = 0;
  other: FakeChannel | undefined;
  garble = (data: string | ArrayBuffer) => data;

  send(data: string | Uint8Array<ArrayBuffer>): void {
    const copy = typeof data === "string" ? data : data.slice().buffer;
    const length = typeof copy === "string" ? copy.length : copy.byteLength;
    this.bufferedAmount += length;
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
    setImmediate(() => this.#deliver(copy, length));
  }

  close(): void {
    setImmediate(() => this.#closeBoth());
  }

  #deliver(data: string | ArrayBuffer, length: number): void {
    const before = this.bufferedAmount;
    this.bufferedAmount -= length;
    this.other?.dispatchEvent(new MessageEvent("message", { data: this.garble(data) }));
    const { bufferedAmountLowThreshold: low } = this;
    if (before > low && this.bufferedAmount <= low)
      this.dispatchEvent(new Event("bufferedamountlow"));
  }

  #closeBoth(): void {
    for (const end of [this, this.other]) {
      if (!end || end.readyState === "closed") continue;
      end.readyState = "closed";
      end.dispatchEvent(new Event("close"));
    }
  }
}

function fakePair(): [FakeChannel, FakeChannel] {
  const one = new FakeChannel();
  const two = new FakeChannel();
  one.other = two;
  two.other = one;
  return [one, two];
}

async function exchange(size: number) {
  const content = new Uint8Array(size).map((_, index) => index % 251).buffer;
  const [here, there] = fakePair();
  const receiving = new ReceivingFile(there);
  const offer: Offer = { type: "offer", name: "film.mp4", size, sha256: await sha256Of(content) };
  const sending = new SendingFile({ channel: here, offer, content });
  await until(receiving, () => receiving.offer !== undefined);
  return { content, here, there, offer, sending, receiving };
}

function until(
  transfer: Transfer,
  holds: (state: TransferState) => boolean,
): Promise<TransferState> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds(transfer.state)) return;
      off();
      resolve(transfer.state);
    };
    const off = transfer.watch(look);
    queueMicrotask(look);
  });
}

const isOver = ({ at }: TransferState) => at === "done" || at === "ended";

test("a file arrives unchanged, and both sides report success", async () => {
  const { content, here, sending, receiving, offer } = await exchange(5_000_001);
  expect(receiving.offer).toEqual(offer);
  const seen: string[] = [];
  sending.watch(() => seen.push(sending.state.at));
  receiving.accept();
  const [received, sent] = await Promise.all([until(receiving, isOver), until(sending, isOver)]);
  expect(sent).toEqual({ at: "done" });
  expect(received.at === "done" && (await received.content?.arrayBuffer())).toEqual(content);
  expect(new Set(seen)).toEqual(new Set(["moving", "checking", "done"]));
  expect(here.mostBuffered).toBeLessThan(1_200_000);
});

test("an empty file is transferred", async () => {
  const { sending, receiving } = await exchange(0);
  receiving.accept();
  await Promise.all([until(receiving, isOver), until(sending, isOver)]);
  expect([sending.state.at, receiving.state.at]).toEqual(["done", "done"]);
});

test("a declined file is not sent", async () => {
  const { sending, receiving } = await exchange(1_000);
  receiving.decline();
  expect(await until(sending, isOver)).toEqual({ at: "ended", why: "declined" });
  expect(receiving.state).toEqual({ at: "ended", why: "declined" });
});

test.each(["sending", "receiving"] as const)("the %s side can cancel a transfer", async (side) => {
  const both = await exchange(5_000_000);
  const other = side === "sending" ? both.receiving : both.sending;
  both.receiving.accept();
  await until(both.receiving, (state) => state.at === "moving" && state.bytes > 0);
  both[side].cancel();
  expect(both[side].state).toEqual({ at: "ended", why: "canceled-here" });
  expect(await until(other, isOver)).toEqual({ at: "ended", why: "canceled-there" });
});

test("content that was modified in transit is rejected by its SHA-256", async () => {
  const { here, sending, receiving } = await exchange(100_000);
  here.garble = (data) => (typeof data === "string" ? data : new ArrayBuffer(data.byteLength));
  receiving.accept();
  expect(await until(receiving, isOver)).toEqual({ at: "ended", why: "damaged" });
  expect(await until(sending, isOver)).toEqual({ at: "ended", why: "damaged" });
});

test("a lost connection ends the transfer on both sides", async () => {
  const { here, sending, receiving } = await exchange(5_000_000);
  receiving.accept();
  here.close();
  expect(await until(receiving, isOver)).toEqual({ at: "ended", why: "lost" });
  expect(await until(sending, isOver)).toEqual({ at: "ended", why: "lost" });
});

test("an invalid file offer is ignored", () => {
  const offer = { type: "offer", name: "a\u202egpj.exe", size: 1, sha256: "0".repeat(64) };
  expect(controlOf(JSON.stringify(offer))).toMatchObject({ name: "agpj.exe" });
  expect(controlOf(JSON.stringify({ ...offer, size: largestFile + 1 }))).toBeUndefined();
  expect(controlOf(JSON.stringify({ ...offer, size: -1 }))).toBeUndefined();
  expect(controlOf(JSON.stringify({ ...offer, sha256: "no" }))).toBeUndefined();
  expect(controlOf("{")).toBeUndefined();
});
