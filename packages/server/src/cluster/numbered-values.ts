const fewestSlots = 64;

/**
 * Values with ascending numbers, of which the oldest are usually removed first. A `Map` or a `Set` would need less code. But
 * V8 keeps their earlier tables, with all their values, until its next full garbage collection. At 20,000 messages a second
 * the heap grew by 15 MB a second.
 */
export class NumberedValues<Value extends object> {
  /** The place of a value is its number modulo the length, which is a power of two. */
  #slots: (Value | undefined)[] = emptySlots(fewestSlots);
  /** No smaller number has a value. */
  #first = 1;
  #next = 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Returns the number of a new value. */
  add(value: Value): number {
    if (this.#next - this.#first === this.#slots.length) this.#grow();
    const number = this.#next;
    this.#next += 1;
    this.#size += 1;
    this.#slots[number & (this.#slots.length - 1)] = value;
    return number;
  }

  /** Returns the value of a number from anywhere. */
  get(number: number): Value | undefined {
    if (number < this.#first || number >= this.#next) return undefined;
    return this.#slots[number & (this.#slots.length - 1)];
  }

  /** Removes and returns a value. */
  take(number: number): Value | undefined {
    const value = this.get(number);
    if (value === undefined) return undefined;
    this.#slots[number & (this.#slots.length - 1)] = undefined;
    this.#size -= 1;
    if (this.#size === 0) this.#first = this.#next;
    else if (number === this.#first) this.#first = this.#afterGap();
    return value;
  }

  /** Returns the oldest value. */
  oldest(): Value | undefined {
    return this.get(this.#first);
  }

  /** Removes and returns the oldest value. */
  takeOldest(): Value | undefined {
    return this.take(this.#first);
  }

  /** Returns all values, the oldest first. */
  *all(): Iterable<Value> {
    for (let number = this.#first; number < this.#next; number += 1) {
      const value = this.get(number);
      if (value !== undefined) yield value;
    }
  }

  /** Returns the first number with a value. */
  #afterGap(): number {
    let number = this.#first;
    while (this.#slots[number & (this.#slots.length - 1)] === undefined) number += 1;
    return number;
  }

  #grow(): void {
    const slots = emptySlots<Value>(this.#slots.length * 2);
    for (let number = this.#first; number < this.#next; number += 1) {
      slots[number & (slots.length - 1)] = this.get(number);
    }
    this.#slots = slots;
  }
}

function emptySlots<Value>(length: number): (Value | undefined)[] {
  return Array.from<Value | undefined>({ length }).fill(undefined);
}
