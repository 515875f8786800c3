import type { RawSocket } from "../../kit/raw-socket.ts";
import { atMost, type Figure, note } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { openConnections } from "../connections.ts";
import { type Address, dialectOf, join } from "../endpoint.ts";
import { secretMarkers } from "../secret-markers.ts";
import { until } from "../waiting.ts";

const readers = 200;
const senders = 20;
const readersAddress: Address = "127.0.0.2";
const messageBytes = 60_000;

/** Data for one reader, which exceeds the buffers of the system. */
const mostBytesEach = 12_000_000;
const mostMegabytesEach = 8;
const mostSeconds = 12;
const roundMs = 250;

/** Time limit for other servers. */
const patienceSeconds = 20;

export const stalledReaders: Attack = {
  name: "stalled-readers",
  sentence: `${readers} peers stop reading while ${senders} other peers send them messages of 60 kB, up to 12 MB each`,
  async run(field: Field): Promise<Figure[]> {
    const { memory, options } = field;
    const clients = await gather(field);
    memory?.restart();
    const startedMs = performance.now();
    for (const { socket } of clients.readers) socket.stall();
    const sent = sendTo(field, clients);
    const open = () => openConnections(field.endpoint, readersAddress);
    const limit = mostSeconds * options.patience;
    await until(() => open() === 0, Math.max(patienceSeconds, limit));
    const tookSeconds = (performance.now() - startedMs) / 1_000;
    const left = open();
    sent.stop();
    for (const socket of [...clients.readers.map(({ socket }) => socket), ...clients.senders]) {
      socket.end();
    }
    const eachMegabytes = (memory?.peakGrowth ?? 0) / readers;
    return [
      note("maximum data sent to each", sent.megabytesEach(), " MB"),
      atMost("connections still open", left, 0),
      atMost("last one closed", left === 0 ? tookSeconds : Number.POSITIVE_INFINITY, limit, " s"),
      ...(memory ? [atMost("memory per reader", eachMegabytes, mostMegabytesEach, " MB")] : []),
    ];
  },
};

interface Clients {
  readonly readers: readonly { readonly id: string; readonly socket: RawSocket }[];
  readonly senders: readonly RawSocket[];
}

async function gather({ endpoint }: Field): Promise<Clients> {
  const come = async (id: string, address: Address) => ({
    id,
    socket: await join(endpoint, address, id),
  });
  const sending = await Promise.all(
    Array.from({ length: senders }, (_, number) => come(`sender-${number}`, "127.0.0.3")),
  );
  for (const { socket } of sending) socket.listen(() => {});
  const reading: { id: string; socket: RawSocket }[] = [];
  for (let number = 0; number < readers; number += 1) {
    reading.push(await come(`reader-${number}`, readersAddress));
  }
  return { readers: reading, senders: sending.map(({ socket }) => socket) };
}

/**
 * In each round every sender broadcasts, if the server supports it, which soon fills the buffers of the system for each
 * reader. It also sends to each reader of its part, for which the server must keep one copy each.
 */
function sendTo({ endpoint }: Field, { readers: reading, senders: sending }: Clients) {
  const content = JSON.stringify({ sdp: `${secretMarkers.sdp}${"x".repeat(messageBytes)}` });
  const { toOne, toAll } = dialectOf(endpoint);
  const toEverybody = endpoint.dialect === "peerjs" ? [] : [toAll(content, [])];
  const framesOf = (sender: number) => {
    const own = reading.filter((_, reader) => reader % senders === sender);
    return [...toEverybody, ...own.map(({ id }) => toOne(id, content))];
  };
  const frames = sending.map((_, sender) => framesOf(sender));
  const each = messageBytes * (senders * toEverybody.length + 1);
  let rounds = 0;
  const timer = setInterval(() => {
    if (rounds * each >= mostBytesEach) return;
    rounds += 1;
    for (const [index, sender] of sending.entries()) {
      for (const frame of frames[index] ?? []) if (sender.isOpen) sender.send(frame);
    }
  }, roundMs);
  return {
    stop: () => clearInterval(timer),
    megabytesEach: () => (rounds * each) / 1_000_000,
  };
}
