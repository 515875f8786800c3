import type { Timer } from "../src/base/timer.ts";

interface Appointment {
  readonly atMs: number;
  readonly act: () => void;
}

/** A clock that the test advances, as fast as the machine can. */
export class VirtualTime {
  #nowMs = 0;
  /** In the order of their times; of those at the same time in the order in which they were made. */
  readonly #appointments: Appointment[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  readonly timer: Timer = (delayMs, act) => {
    const appointment = { atMs: this.#nowMs + delayMs, act };
    this.#appointments.splice(this.#indexAfter(appointment.atMs), 0, appointment);
    return () => {
      const index = this.#appointments.indexOf(appointment);
      if (index >= 0) this.#appointments.splice(index, 1);
    };
  };

  /** Lets time pass, and everything happen that is due and what follows from it. */
  async pass(milliseconds: number): Promise<void> {
    const untilMs = this.#nowMs + milliseconds;
    await promisesSettled();
    for (;;) {
      const [next] = this.#appointments;
      if (!next || next.atMs > untilMs) break;
      this.#appointments.shift();
      this.#nowMs = next.atMs;
      next.act();
      await promisesSettled();
    }
    this.#nowMs = untilMs;
  }

  /** Returns the index after all appointments that are not later. */
  #indexAfter(atMs: number): number {
    let [low, high] = [0, this.#appointments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#appointments[middle] as Appointment).atMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A new task begins when all that has been promised is done. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
