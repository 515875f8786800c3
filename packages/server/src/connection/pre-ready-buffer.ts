import { SignalingError } from "simple-webrtc-signaling-protocol";

/** How much may be held. */
export interface PreReadyLimits {
  readonly heldMessages: number;
  readonly heldBytes: number;
}

interface Held<Item> {
  readonly item: Item;
  readonly bytes: number;
  readonly timer: NodeJS.Timeout;
}

interface Keeping {
  readonly bytes: number;
  readonly seconds: number;
  /** Called instead of handing the item out, when its time is over. */
  readonly expired: () => void;
}

/** Keeps what a visitor sent too early, in order, until it is taken or its time is over. */
export class PreReadyBuffer<Item> {
  readonly #held = new Set<Held<Item>>();
  readonly #limits: PreReadyLimits;
  #bytes = 0;

  constructor(limits: PreReadyLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  /** Refuses with `not-ready` what would be too much. */
  put(item: Item, { bytes, seconds, expired }: Keeping): void {
    const { heldMessages, heldBytes } = this.#limits;
    if (this.#held.size >= heldMessages || this.#bytes + bytes > heldBytes) {
      throw new SignalingError(
        "not-ready",
        `the buffer for messages before \`ready\` is full (${heldMessages} messages or ${heldBytes} bytes); emit \`ready\` first`,
      );
    }
    const timer = setTimeout(() => {
      this.#drop(held);
      expired();
    }, seconds * 1_000);
    const held: Held<Item> = { item, bytes, timer };
    this.#held.add(held);
    this.#bytes += bytes;
  }

  /** Hands everything out, in the order it came, and keeps nothing. */
  take(): Item[] {
    const items = [...this.#held];
    for (const held of items) this.#drop(held);
    return items.map(({ item }) => item);
  }

  #drop(held: Held<Item>): void {
    clearTimeout(held.timer);
    this.#held.delete(held);
    this.#bytes -= held.bytes;
  }
}
