import type { Timer } from "../src/base/timer.ts";

interface Appointment {
  readonly atMs: number;
  readonly act: () => void;
}

/** A clock that the test advances, as fast as the machine can. */
export class VirtualTime {
  #nowMs = 0;
  readonly #appointments = new Set<Appointment>();

  get nowMs(): number {
    return this.#nowMs;
  }

  readonly timer: Timer = (delayMs, act) => {
    const appointment = { atMs: this.#nowMs + delayMs, act };
    this.#appointments.add(appointment);
    return () => this.#appointments.delete(appointment);
  };

  /** Lets time pass, and everything happen that is due and what follows from it. */
  async pass(milliseconds: number): Promise<void> {
    const untilMs = this.#nowMs + milliseconds;
    await promisesSettled();
    for (;;) {
      const next = this.#earliest();
      if (!next || next.atMs > untilMs) break;
      this.#appointments.delete(next);
      this.#nowMs = next.atMs;
      next.act();
      await promisesSettled();
    }
    this.#nowMs = untilMs;
  }

  /** Of those at the same time the one that was made first. */
  #earliest(): Appointment | undefined {
    let earliest: Appointment | undefined;
    for (const appointment of this.#appointments) {
      if (!earliest || appointment.atMs < earliest.atMs) earliest = appointment;
    }
    return earliest;
  }
}

/** A new task begins when all that has been promised is done. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
