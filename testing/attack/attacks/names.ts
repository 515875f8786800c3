import { setTimeout } from "node:timers/promises";
import { atLeast, atMost, type Figure } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { dialectOf, join } from "../endpoint.ts";

/** Words of JavaScript, which are ordinary peer ids. */
const words = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "connection",
  "disconnect",
  "0",
  "\u{1f4a5}",
];

/** Ids that people could not distinguish or display. */
const unseen = ["\u202eada", "ad\u200ba", "a\u0000b", " ada", "\ud800", "a\nb", "x".repeat(10_000)];

export const names: Attack = {
  name: "names",
  sentence: "peers use ids that are words of JavaScript, invisible ids, and the ids of other peers",
  async run(field: Field): Promise<Figure[]> {
    let reached = 0;
    for (const word of words) if (await canBeReached(field, word)) reached += 1;
    let taken = 0;
    for (const name of unseen) if (await canBeTaken(field, name)) taken += 1;
    return [
      atLeast("words of JavaScript that work as ids", reached, words.length),
      atMost("invisible or endless ids accepted", taken, 0),
      atMost("messages with a false sender", await spoofed(field), 0),
    ];
  },
};

/** Returns whether a peer with this name receives a message of another peer with the correct sender. */
async function canBeReached({ endpoint }: Field, name: string): Promise<boolean> {
  try {
    const named = await join(endpoint, "127.0.0.2", name);
    const received = new Promise<boolean>((resolve) => {
      named.listen((frame) => {
        if (dialectOf(endpoint).read(frame)?.content === '"hello"') {
          resolve(dialectOf(endpoint).read(frame)?.from === `teller ${name}`);
        }
      });
    });
    const teller = await join(endpoint, "127.0.0.3", `teller ${name}`);
    teller.send(dialectOf(endpoint).toOne(name, '"hello"'));
    const isReceived = await Promise.race([received, setTimeout(1_000, false)]);
    named.end();
    teller.end();
    return isReceived;
  } catch {
    return false;
  }
}

async function canBeTaken({ endpoint }: Field, name: string): Promise<boolean> {
  try {
    const socket = await Promise.race([
      join(endpoint, "127.0.0.2", name),
      setTimeout(1_000).then(() => Promise.reject(new Error("no answer"))),
    ]);
    socket.end();
    return true;
  } catch {
    return false;
  }
}

/** Returns the number of accepted messages that claim to be from Ada. */
async function spoofed({ endpoint }: Field): Promise<number> {
  const victim = await join(endpoint, "127.0.0.3", "victim");
  const liar = await join(endpoint, "127.0.0.2", "liar");
  const senders: string[] = [];
  victim.listen((frame) => {
    const received = dialectOf(endpoint).read(frame);
    if (received?.content === '"lie"') senders.push(received.from);
  });
  liar.send(dialectOf(endpoint).toOne("victim", '"lie"', "ada"));
  await setTimeout(300);
  victim.end();
  liar.end();
  return senders.filter((from) => from !== "liar").length;
}
