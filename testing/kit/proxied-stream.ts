import type { Socket } from "node:net";

/** Bytes in transit, or their end. */
type Load = Buffer | "end";

/** One direction through the proxy: from one socket to the other, in order, delayed or not at all. */
export class ProxiedStream {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #waiting: { readonly load: Load; readonly dueMs: number }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #delayMs = 0;
  #isOpen = false;

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    from.on("data", (bytes: Buffer) => this.#take(bytes));
    from.on("end", () => this.#take("end"));
    to.on("drain", () => this.#flow());
    from.pause();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Delays later bytes. */
  open(delayMs: number): void {
    this.#isOpen = true;
    this.#delayMs = delayMs;
    this.#flow();
  }

  /** Stops reading, so that undelivered bytes stay in the system of the sender, as without a network. */
  shut(): void {
    this.#isOpen = false;
    this.#from.pause();
    clearTimeout(this.#timer);
  }

  /** Discards all later bytes. */
  end(): void {
    this.shut();
    this.#waiting.length = 0;
  }

  #flow(): void {
    if (!this.#isOpen) return;
    this.#put();
    if (!this.#to.writableNeedDrain) this.#from.resume();
  }

  #take(load: Load): void {
    this.#waiting.push({ load, dueMs: performance.now() + this.#delayMs });
    this.#put();
  }

  /** Later bytes never overtake earlier ones. */
  #put(): void {
    clearTimeout(this.#timer);
    if (!this.#isOpen) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.#put(), Math.ceil(leftMs));
        return;
      }
      this.#waiting.shift();
      this.#write(next.load);
    }
  }

  #write(load: Load): void {
    if (!this.#to.writable) return;
    if (load === "end") this.#to.end();
    else if (!this.#to.write(load)) this.#from.pause();
  }
}
