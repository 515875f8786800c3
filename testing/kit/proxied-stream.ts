import type { Socket } from "node:net";

/** Bytes on their way, and the end of them. */
type Load = Buffer | "end";

/** One way through the proxy: from one socket to the other, in order, now or later, or not at all. */
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

  /** What comes from now on takes so long. */
  open(delayMs: number): void {
    this.#isOpen = true;
    this.#delayMs = delayMs;
    this.#flow();
  }

  /** What has not arrived waits, with its sender's system, as without a network. */
  shut(): void {
    this.#isOpen = false;
    this.#from.pause();
    clearTimeout(this.#timer);
  }

  /** Nothing arrives any more. */
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

  /** Nothing overtakes what came before it. */
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
