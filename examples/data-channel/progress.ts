import { say } from "../say.ts";
import { scriptCommand } from "../script-command.ts";
import { settings } from "../settings.ts";
import { giveUp } from "./ending.ts";

const seconds = Number(process.env["SECONDS_TO_OPEN"] || 30);

/** How far two peers have come towards a data channel. Gives up, and says why, if they need too long. */
export class Progress {
  readonly #otherId: string;
  readonly #timer = setTimeout(() => giveUp(this.#obstacle()), seconds * 1_000);
  #readyAt: number | undefined;
  #metAt: number | undefined;
  #isOpen = false;

  constructor(otherId: string) {
    this.#otherId = otherId;
  }

  ready(): void {
    this.#readyAt ??= performance.now();
  }

  /** The other peer is present. Returns whether that is new: two peers that join at the same time can learn it twice. */
  met(): boolean {
    const isNews = this.#metAt === undefined;
    this.#metAt ??= performance.now();
    return isNews;
  }

  /** The other peer has left the signaling server. That matters only as long as we need it there. */
  lost(): void {
    if (!this.#isOpen) giveUp(`The ${this.#otherId} left before the data channel was open.`);
  }

  opened(): void {
    this.#isOpen = true;
    clearTimeout(this.#timer);
    const [ready, met] = [this.#readyAt, this.#metAt].map(millisecondsSince);
    say(`the data channel is open: ${ready} after \`ready\`, ${met} after both were there`);
  }

  #obstacle(): string {
    const other = this.#otherId;
    if (this.#readyAt === undefined) {
      return `Gave up after ${seconds} s: no signaling server answered at ${settings.url}. Start one with \`${scriptCommand("dev")}\`.`;
    }
    if (this.#metAt === undefined) {
      return `Gave up after ${seconds} s: the ${other} did not come. Start it with \`${scriptCommand(other)}\`.`;
    }
    return `Gave up after ${seconds} s: the ${other} is there, but no way to it was found. Does a firewall stop UDP?`;
  }
}

function millisecondsSince(start = performance.now()): string {
  return `${Math.round(performance.now() - start)} ms`;
}
