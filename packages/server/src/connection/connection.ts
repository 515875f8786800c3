import { type Refusal, type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Credentials } from "../auth/authenticate.ts";
import type { Identity } from "../auth/identity.ts";
import type { HubEvent } from "../hub/events.ts";
import { Receipt } from "../hub/receipt.ts";
import {
  type ClientConnection,
  type Delivery,
  presentPeerOf,
  type Session,
} from "../hub/session.ts";
import type { Budget, LimitLevel } from "../limits/budget.ts";
import type { ConnectionOrder } from "../limits/connection-order.ts";
import { attempt } from "../telemetry/attempt.ts";
import { ConnectionContext } from "./connection-context.ts";
import { bytesOf, type IncomingEvent } from "./incoming-event.ts";
import type { OpenConnection } from "./open-connections.ts";
import { PreReadyBuffer } from "./pre-ready-buffer.ts";
import { RateGate } from "./rate-gate.ts";
import type { Handler } from "./requests/handler.ts";
import { message } from "./requests/message.ts";
import { messageOne } from "./requests/message-one.ts";
import { outcome } from "./requests/outcome.ts";
import { presence } from "./requests/presence.ts";
import { ready } from "./requests/ready.ts";
import { refresh } from "./requests/refresh.ts";
import { SerialQueue } from "./serial-queue.ts";
import type { ConnectionServices } from "./services.ts";
import type { Request, SendReply, Transport } from "./transport.ts";

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["ready", ready],
  ["message", message],
  ["messageOne", messageOne],
  ["presence", presence],
  ["refresh", refresh],
  ["outcome", outcome],
]);

/** The events that a visitor may send; other events are buffered until `ready`. */
const early: ReadonlySet<Handler> = new Set<Handler>([ready, refresh]);

/** An authenticated client with its budget. */
export interface AcceptedClient {
  /** The key of its address in the limits. */
  readonly address: string;
  readonly order: ConnectionOrder;
  readonly budget: Budget;
  /** Returns the identity of new credentials, or rejects with a `SignalingError`. */
  reauthenticate(credentials: Credentials): Promise<Identity>;
}

/**
 * One connection of an authenticated client, of any protocol, from its start to its end. Its events are handled in the order in
 * which they arrived.
 */
export class Connection implements ClientConnection, OpenConnection {
  readonly #services: ConnectionServices;
  readonly #transport: Transport;
  readonly #session: Session;
  readonly #queue: SerialQueue;
  readonly #context: ConnectionContext;
  readonly #rateGate: RateGate;
  /** `undefined` until a client sends an event too early. */
  #preReady: PreReadyBuffer<Request> | undefined;
  #isClosed = false;
  #isLeaving = false;

  constructor(
    services: ConnectionServices,
    transport: Transport,
    identity: Identity,
    client: AcceptedClient,
  ) {
    const { hub, report, openConnections } = services;
    const { address, order, budget } = client;
    const { id: socketId, gateway } = transport;
    const session = hub.connect({
      socketId,
      gateway,
      address,
      order,
      identity,
      connection: this,
    });
    this.#services = services;
    this.#transport = transport;
    this.#session = session;
    this.#queue = new SerialQueue(report);
    this.#context = new ConnectionContext({ services, session, transport, client });
    this.#rateGate = new RateGate(services, session, budget);
    openConnections.add(this);
    this.#context.watchExpiry(identity);
  }

  get isUnconfirmed(): boolean {
    return this.#transport.isUnconfirmed === true;
  }

  /** Whether the connection was lost, and its session waits for its client. */
  get isAway(): boolean {
    return this.#session.state.kind === "away";
  }

  /** Handles an event of the client. */
  receive(event: IncomingEvent, acknowledge: SendReply | undefined): void {
    const request = { event, acknowledge };
    const refusal = this.#rateGate.take(event);
    if (refusal) this.#refuse(request, refusal);
    else this.#queue.put(() => this.#handle(request));
  }

  /**
   * Handles the end of the transport, after all events before it. An explicit disconnect, or a request to leave, leaves the
   * room at once. Any other disconnect starts the grace period.
   */
  closed(isExplicit: boolean): Promise<void> {
    const { hub, report, openConnections } = this.#services;
    this.#isClosed = true;
    openConnections.delete(this);
    return new Promise((resolve) => {
      this.#queue.put(async () => {
        this.#context.stop();
        this.#preReady?.take();
        const end = isExplicit || this.#isLeaving ? hub.leave : hub.lose;
        await attempt(report, () => end(this.#session));
        resolve();
      });
    });
  }

  /** Ends the session, because the page of the client has ended. */
  leave(): void {
    const { hub, report } = this.#services;
    this.#isLeaving = true;
    if (!this.#isClosed) this.#transport.destroy();
    else if (this.isAway) {
      this.#queue.put(async () => {
        await attempt(report, () => hub.leave(this.#session));
      });
    }
  }

  /** Shortens the grace period of the session, because the client stated that it goes away. Is called after `closed`. */
  goAway(): void {
    this.#queue.put(async () => this.#services.hub.shortenGrace(this.#session));
  }

  send(event: HubEvent): Delivery {
    return this.#transport.send(event);
  }

  isAlive(): Promise<boolean> {
    return this.#transport.isAlive();
  }

  end(refusal: Refusal): void {
    this.#transport.send({ type: "refusal", refusal, event: "connect" });
    this.#transport.disconnect();
  }

  limits(): readonly LimitLevel[] {
    return this.#rateGate.limits();
  }

  get supportsDrain(): boolean {
    return this.#session.resumable !== undefined;
  }

  askToMove(retryAfterMs: number): void {
    this.#transport.send({ type: "drain", value: { retryAfterMs } });
  }

  close(): void {
    const { hub, report } = this.#services;
    this.#queue.put(async () => {
      await attempt(report, () => hub.leaveSilently(this.#session));
      this.#transport.closeGracefully();
    });
  }

  #handle(request: Request): Promise<void> | undefined {
    const reply = attempt(this.#services.report, () => this.#perform(request));
    if (reply instanceof Promise) return reply.then((later) => this.#finish(request, later));
    return this.#finish(request, reply);
  }

  #finish(request: Request, reply: Reply<unknown>): Promise<void> | undefined {
    const value = reply.ok ? reply.value : null;
    if (value instanceof Receipt) this.#replyLater(request, value);
    else if (value !== undefined) this.#reply(request, reply);
    // The limits of some events are checked only when they are handled.
    if (!reply.ok) this.#endIfExhausted();
    const preReady = this.#preReady;
    if (!preReady || this.#session.state.kind !== "peer") return undefined;
    this.#preReady = undefined;
    return this.#handleHeld(preReady.take());
  }

  /** Returns the value of the reply; `undefined` if the request is buffered, so that the reply follows later. */
  #perform(request: Request): unknown {
    const { event } = request;
    const handler = this.#handlerOf(event);
    const isTooEarly = this.#session.state.kind === "visitor" && !early.has(handler);
    if (isTooEarly) return this.#keep(request);
    this.#rateGate.charge(event);
    return handler(this.#context, event);
  }

  /** Returns the handler of an event. Refuses unknown, too large and too deeply nested events. */
  #handlerOf(event: IncomingEvent): Handler {
    const { maxMessageBytes, limits } = this.#services;
    if (event.isTooDeep) {
      throw new SignalingError(
        "too-deep",
        `the arguments are nested deeper than ${limits.nesting} levels; send fewer levels`,
      );
    }
    if (event.attachments.length > 0 && bytesOf(event) > maxMessageBytes) {
      throw new SignalingError(
        "too-large",
        `the message has ${bytesOf(event)} bytes, but at most ${maxMessageBytes} are allowed; send smaller messages`,
      );
    }
    const handler = handlers.get(event.name);
    if (handler) return handler;
    const names = [...handlers.keys()].join(", ");
    throw new SignalingError("bad-message", `unknown event; emit one of ${names}`);
  }

  #keep(request: Request): undefined {
    const { holdSeconds, replySeconds } = this.#services.limits;
    const seconds = request.acknowledge ? Math.min(replySeconds, holdSeconds) : holdSeconds;
    this.#preReady ??= new PreReadyBuffer(this.#services.limits);
    this.#preReady.put(request, {
      bytes: bytesOf(request.event),
      seconds,
      expired: () => {
        const reason = `the message was not sent, because \`ready\` did not follow within ${seconds} s; emit \`ready\` first`;
        this.#reply(request, { ok: false, code: "not-ready", reason });
      },
    });
  }

  async #handleHeld(held: readonly Request[]): Promise<void> {
    for (const request of held) await this.#handle(request);
  }

  #replyLater(request: Request, receipt: Receipt): void {
    receipt.onSettled((refusal) => {
      this.#reply(request, refusal ? { ok: false, ...refusal.refusal } : { ok: true, value: null });
    });
  }

  /** Refuses an event that the budget does not permit. */
  #refuse(request: Request, refusal: Refusal): void {
    if (request.acknowledge || this.#rateGate.maySendRefusal()) {
      this.#reply(request, { ok: false, ...refusal });
    }
    this.#endIfExhausted();
  }

  /** Disconnects a client that has ignored too many refusals of its budget. */
  #endIfExhausted(): void {
    if (!this.#rateGate.isExhausted) return;
    const { report } = this.#services;
    report({ type: "limit.reached", limit: "refusals", of: "socket" });
    this.#transport.disconnect();
  }

  /** Replies by the acknowledgement. Without one, a refusal becomes an event and a success has no reply. */
  #reply({ event, acknowledge }: Request, reply: Reply<unknown>): void {
    acknowledge?.(reply);
    if (reply.ok) return;
    const { ok: _, ...refusal } = reply;
    const { code, reason } = refusal;
    const name = event.name.slice(0, 64);
    const { id: socketId, gateway } = this.#transport;
    const { report } = this.#services;
    const { peerId, room } = presentPeerOf(this.#session) ?? {};
    report({
      type: "request.refused",
      gateway,
      socketId,
      peerId,
      room,
      event: name,
      code,
      reason,
    });
    if (code === "peer-id-taken") this.#endForTakenId(reason);
    else if (!acknowledge) this.#transport.send({ type: "refusal", refusal, event: name });
  }

  #endForTakenId(reason: string): void {
    this.#transport.send({ type: "takenId", reason });
    // In a write of its own: a client that reads the reply and the disconnect together would handle the disconnect first.
    setImmediate(() => this.#transport.disconnect());
  }
}
