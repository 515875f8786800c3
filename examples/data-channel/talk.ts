import { randomBytes } from "node:crypto";
import type { RTCDataChannel } from "werift";
import { say } from "../say.ts";
import { selectedPairOf } from "./candidate-pair.ts";
import { close, endWithOther, giveUp } from "./ending.ts";
import type { Meeting } from "./meeting.ts";
import { answerPings, ping } from "./ping.ts";
import { receive, send, type Transfer } from "./transfer.ts";

const megabyte = 1_048_576;

/** Uses the channel, on both sides. All listeners are added before the channel opens. */
export function talk(meeting: Meeting, channel: RTCDataChannel): void {
  const { connection, signaling, progress } = meeting;
  const received = receive(channel);
  answerPings(channel);
  endWithOther(connection, channel);
  meeting.onInterrupt = () => close(channel);
  channel.addEventListener("open", () => {
    progress.opened();
    say(selectedPairOf(connection));
    // From here on, the signaling server may do as it likes.
    signaling.onGone = () => {
      say("the signaling server is gone; we keep talking");
      signaling.disconnect();
    };
    signaling.onRefused = say;
    exchange(channel, received).then(() => ping(channel), giveUp);
  });
}

async function exchange(channel: RTCDataChannel, received: Promise<Transfer>): Promise<void> {
  const [{ bytes, milliseconds }] = await Promise.all([
    received,
    send(channel, randomBytes(megabyte)),
  ]);
  const speed = bytes / 1_000 / milliseconds;
  say(`throughput: received in ${Math.round(milliseconds)} ms, ${speed.toFixed(1)} MB/s`);
  if (bytes !== megabyte) throw new Error(`Received ${bytes} bytes, not ${megabyte}.`);
  say(`success: ${bytes.toLocaleString("en")} bytes each way, both verified`);
}
