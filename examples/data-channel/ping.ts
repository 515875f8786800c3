import type { RTCDataChannel } from "werift";
import { say } from "../say.ts";
import { onWord } from "./words.ts";

export function answerPings(channel: RTCDataChannel): void {
  onWord(channel, "ping", (sentAt) => channel.send(`pong ${sentAt}`));
}

/** Each second, says how long a word takes to the other side and back. */
export function ping(channel: RTCDataChannel): void {
  let count = 0;
  onWord(channel, "pong", (sentAt) => {
    count += 1;
    say(`ping ${count}: ${(performance.now() - Number(sentAt)).toFixed(1)} ms`);
  });
  setInterval(() => channel.send(`ping ${performance.now()}`), 1_000);
}
