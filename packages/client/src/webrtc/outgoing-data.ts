import { errorNamed } from "../base/error-named.ts";
import { SignalingError } from "../base/errors.ts";
import { copyOf, type Data } from "./data.ts";

/** Maximum number of queued bytes: the queue size of a data channel in Chromium (156). */
const mostBytes = 16 * 1_024 * 1_024;

interface Waiting {
  readonly data: string | ArrayBuffer;
  readonly bytes: number;
}

/** Sends data over a data channel. Queues data until the channel is open. */
export class OutgoingData {
  readonly #channel: RTCDataChannel;
  readonly #report: (error: SignalingError) => void;
  readonly #waiting: Waiting[] = [];
  readonly #watchers: (() => void)[] = [];
  #waitingBytes = 0;
  #isClosed = false;
  #sent = 0;

  constructor(channel: RTCDataChannel, report: (error: SignalingError) => void) {
    this.#channel = channel;
    this.#report = report;
    channel.addEventListener("open", () => this.#sendWaiting());
    channel.addEventListener("bufferedamountlow", () => this.#change());
    channel.addEventListener("close", () => this.close());
  }

  get isOver(): boolean {
    return this.#isClosed || /^clos/.test(this.#channel.readyState);
  }

  /** The number of messages that were passed to the data channel. */
  get sent(): number {
    return this.#sent;
  }

  get bufferedAmount(): number {
    return this.#waitingBytes + this.#channel.bufferedAmount;
  }

  send(original: Data): void {
    const data = copyOf(original);
    // werift (0.24) sends an empty message in a form that ends the transport: neither it nor later data arrives.
    if ("sctp" in this.#channel && sizeOf(data) === 0)
      throw new TypeError("werift cannot send empty data");
    // Firefox (153) and werift (0.24) drop the data silently.
    if (this.isOver) throw errorNamed("InvalidStateError", "the connection to the peer is closed");
    // Also while the queue is being sent: data from a listener of `error` must not overtake the rest.
    if (this.#channel.readyState === "connecting" || this.#waiting.length > 0) this.#keep(data);
    else this.#pass(data);
  }

  /** Resolves when `bufferedAmount` is 0, or when the connection is closed. */
  async flush(): Promise<void> {
    while (this.bufferedAmount > 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#change();
  }

  #pass(data: string | ArrayBuffer): void {
    try {
      // The type declarations have one overload per kind of data, and none for the union.
      this.#channel.send(data as string);
    } catch (cause) {
      // The queue is full.
      if ((cause as Error).name === "OperationError") throw cause;
      // The texts of browsers do not name the size, and werift (0.24) throws no `TypeError`.
      const reason = `data of ${sizeOf(data)} bytes is too large for the peer; send it in chunks`;
      throw Object.assign(new TypeError(reason), { cause });
    }
    this.#sent += 1;
  }

  #keep(data: string | ArrayBuffer): void {
    const bytes = sizeOf(data);
    if (this.bufferedAmount + bytes > mostBytes) {
      throw errorNamed("OperationError", "16 MiB wait for the connection");
    }
    this.#waiting.push({ data, bytes });
    this.#waitingBytes += bytes;
  }

  #sendWaiting(): void {
    // A listener of `error` may send more data, or close the connection.
    for (const { data, bytes } of this.#waiting) {
      if (this.isOver) return;
      this.#waitingBytes -= bytes;
      try {
        this.#pass(data);
      } catch (cause) {
        this.#report(new SignalingError("too-large", (cause as Error).message, { cause }));
      }
    }
    this.#waiting.length = 0;
    this.#change();
  }

  #change(): void {
    for (const resolve of this.#watchers.splice(0)) resolve();
  }
}

function sizeOf(data: string | ArrayBuffer): number {
  return (typeof data === "string" ? new TextEncoder().encode(data) : data).byteLength;
}
