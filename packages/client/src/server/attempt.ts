import { Emitter } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { type ConnectFailure, refused, unanswered } from "../transport/connect-failure.ts";
import type {
  OpenTransport,
  Transport,
  TransportName,
  TransportOptions,
} from "../transport/transport.ts";

export interface AttemptOptions
  extends Pick<TransportOptions, "url" | "path" | "first" | "receive"> {
  /** Returns the authentication data. Called when a transport is open. */
  readonly auth: () => Promise<object>;
  /** Returns the function that opens a transport. */
  readonly load: (name: TransportName) => Promise<OpenTransport>;
  /** The transports to try. The second starts when the first has failed, or has not opened after `headStartMs` milliseconds. */
  readonly transports: readonly TransportName[];
  readonly headStartMs: number;
  /** Whether the first transport worked before. Then only a timeout starts the second, because a refusal would apply to both. */
  readonly isKnown: boolean;
  /** Time limit of the attempt, in milliseconds. */
  readonly timeoutMs: number;
}

export interface AttemptEvents {
  /** Events can be sent over this transport. */
  readonly usable: Transport;
  readonly failed: ConnectFailure;
  /** The transport, after it was usable, was closed by the server or the network. */
  readonly lost: { readonly transport: Transport; readonly failure: ConnectFailure };
}

/** A transport that may still become usable. Its module may not be loaded yet. */
interface Candidate {
  transport?: Transport;
}

/**
 * One attempt to connect to a server, over one or two transports. The first transport that opens is used, and the other one is
 * closed. Both are needed because some networks block WebSockets, or drop them silently.
 */
export class Attempt extends Emitter<AttemptEvents> {
  readonly #options: AttemptOptions;
  readonly #candidates = new Set<Candidate>();
  #untried: readonly TransportName[];
  #headStart: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #failure: ConnectFailure | undefined;

  constructor(options: AttemptOptions) {
    super();
    this.#options = options;
    this.#untried = options.transports;
  }

  /** The latest failure of a transport. */
  get failure(): ConnectFailure | undefined {
    return this.#failure;
  }

  start(): void {
    const { timeoutMs } = this.#options;
    this.#deadline = setTimeout(() => {
      this.#fail(
        this.#failure ?? this.#unanswered(new Error(`no response within ${timeoutMs} ms`)),
      );
    }, timeoutMs);
    this.#tryNext();
  }

  /** Ends the attempt. */
  stop(): void {
    clearTimeout(this.#deadline);
    this.#giveUp();
  }

  /** Closes pending transports and tries no further one. */
  #giveUp(): void {
    clearTimeout(this.#headStart);
    this.#untried = [];
    const candidates = [...this.#candidates];
    this.#candidates.clear();
    for (const { transport } of candidates) transport?.close(false);
  }

  #tryNext(): void {
    clearTimeout(this.#headStart);
    const [name, ...untried] = this.#untried;
    if (!name) return;
    this.#untried = untried;
    this.#headStart = setTimeout(() => this.#tryNext(), this.#options.headStartMs);
    const candidate: Candidate = {};
    this.#candidates.add(candidate);
    this.#open(name, candidate).catch((cause) => this.#lost(candidate, this.#unanswered(cause)));
  }

  async #open(name: TransportName, candidate: Candidate): Promise<void> {
    const { load, url, path, first, receive, timeoutMs } = this.#options;
    const open = await load(name);
    if (!this.#candidates.has(candidate)) return;
    const transport = open(name, {
      url,
      path,
      timeoutMs,
      first,
      receive,
      auth: () => this.#authenticate(candidate),
      opened: () => this.#choose(candidate),
      usable: () => this.#use(candidate, transport),
      ended: (failure) => {
        if (this.#candidates.has(candidate)) this.#lost(candidate, failure);
        else this.emit("lost", { transport, failure });
      },
    });
    candidate.transport = transport;
  }

  /** Uses the first open transport. */
  #choose(candidate: Candidate): void {
    if (!this.#candidates.delete(candidate)) return;
    this.#giveUp();
    this.#candidates.add(candidate);
  }

  /** Never settles if there is no authentication data. */
  #authenticate(candidate: Candidate): Promise<object> {
    return new Promise((resolve) => {
      this.#options.auth().then(resolve, (cause: unknown) => {
        if (cause instanceof SignalingError) this.#lost(candidate, refused(cause.refusal, cause));
        const reason = "the `token` function failed";
        this.#lost(candidate, { code: "unavailable", reason, cause, retry: "if-known" });
      });
    });
  }

  #use(candidate: Candidate, transport: Transport): void {
    if (!this.#candidates.delete(candidate)) return;
    this.stop();
    this.emit("usable", transport);
  }

  #lost(candidate: Candidate, failure: ConnectFailure): void {
    if (!this.#candidates.delete(candidate)) return;
    candidate.transport?.close(false);
    this.#failure = failure;
    const mayTryNext = this.#untried.length > 0 && !this.#options.isKnown;
    const isLast = this.#candidates.size === 0 && !mayTryNext;
    // A refusal of the server or its proxy applies to both transports.
    if (isLast || failure.retry !== "yes") this.#fail(failure);
    else this.#tryNext();
  }

  #fail(failure: ConnectFailure): void {
    this.stop();
    this.emit("failed", failure);
  }

  #unanswered(cause: Error): ConnectFailure {
    return unanswered(this.#options.url, cause);
  }
}
