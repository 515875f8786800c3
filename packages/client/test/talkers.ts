import type { ErrorCode } from "../src/errors.ts";
import { ReliableChannel, type SessionLoss } from "../src/reliable-channel.ts";
import { LossyNetwork, type NetworkChannel, type Verdict, type Weather } from "./lossy-network.ts";
import { VirtualTime } from "./virtual-time.ts";

/** One end of a conversation, with all it hears. */
export class Talker {
  readonly channel: NetworkChannel;
  readonly reliable: ReliableChannel;
  readonly heard: unknown[] = [];
  readonly losses: SessionLoss[] = [];

  constructor(channel: NetworkChannel, time: VirtualTime) {
    this.channel = channel;
    this.reliable = new ReliableChannel({ channel, later: time.later });
    this.reliable.onMessage(({ message }) => this.heard.push(message));
    this.reliable.on("sessionLost", (loss) => this.losses.push(loss));
  }

  /** Says something, and notes what becomes of it: `outcome` is undefined as long as nobody knows. */
  say(target: string, content: unknown): { outcome: "resolved" | ErrorCode | undefined } {
    const said: ReturnType<Talker["say"]> = { outcome: undefined };
    this.reliable.sendTo(target, content).then(
      () => {
        said.outcome = "resolved";
      },
      ({ code }) => {
        said.outcome = code;
      },
    );
    return said;
  }
}

/** 10 ms to the server, 10 ms from it, and nothing is lost. */
export const fairWeather: Weather = { up: () => [10], down: () => [10], judge: () => "pass" };

/** Whatever the server thinks of a numbered content. */
export const judging = (judge: (content: unknown) => Verdict): Weather => ({
  ...fairWeather,
  judge: (content) => judge((content as { c?: unknown }).c),
});

/** ada and bob, connected in fair weather; both know of each other. */
export async function twoTalkers() {
  const time = new VirtualTime();
  const network = new LossyNetwork(time, fairWeather);
  const [ada, bob] = ["ada", "bob"].map((peerId) => new Talker(network.channel(peerId), time)) as [
    Talker,
    Talker,
  ];
  for (const { channel } of [ada, bob]) network.connect(channel);
  await time.pass(100);
  return { time, network, ada, bob };
}
