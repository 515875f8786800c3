/** The time until failed operations are tried again, in milliseconds. */
const retryMs = 1_000;

type Operation = () => Promise<void>;

/**
 * Operations on the store that must happen sooner or later, at most one for each key. An operation that fails is repeated
 * until it succeeds or a later operation with the key replaces it.
 */
export class OwedOperations {
  readonly #canTry: () => boolean;
  readonly #operations = new Map<string, Operation>();
  #timer: NodeJS.Timeout | undefined;

  /** `canTry`: whether an operation can succeed now. */
  constructor(canTry: () => boolean) {
    this.#canTry = canTry;
  }

  add(key: string, operation: Operation): void {
    this.#operations.set(key, operation);
    if (this.#canTry()) void this.#try(key, operation);
    else this.#retryLater();
  }

  /** Tries all operations now. */
  retry(): void {
    for (const [key, operation] of [...this.#operations]) void this.#try(key, operation);
  }

  delete(key: string): void {
    this.#operations.delete(key);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#operations.clear();
  }

  async #try(key: string, operation: Operation): Promise<void> {
    try {
      await operation();
      if (this.#operations.get(key) === operation) this.#operations.delete(key);
    } catch {
      this.#retryLater();
    }
  }

  #retryLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#canTry()) this.retry();
      else this.#retryLater();
    }, retryMs).unref();
  }
}
