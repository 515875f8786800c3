import { SignalingError } from "simple-webrtc-signaling-protocol";

/** The limits of the buffer. */
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
  /** Is called when the time of the item is over and it was not taken. */
  readonly expired: () => void;
}

/** Buffers the requests that a client sent before `ready`, in order, until they are taken or expire. */
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

  /** Adds an item. Refuses with `not-ready` if the buffer is full. */
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

  /** Removes and returns all items, in the order in which they were added. */
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
