import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import type { OpenConnections } from "../../connection/open-connections.ts";
import { PreReadyBuffer } from "../../connection/pre-ready-buffer.ts";
import { SerialQueue } from "../../connection/serial-queue.ts";
import { TokenExpiry } from "../../connection/token-expiry.ts";
import { attempt } from "../../hub/attempt.ts";
import type { ConnectionOrder, Session } from "../../hub/session.ts";
import { Renewal } from "../../ice/renewal.ts";
import type { Budget } from "../../limits/budget.ts";
import type { Admitted } from "./admission.ts";
import { clientConnectionOf } from "./client-connection.ts";
import { destroy } from "./close-connection.ts";
import { onGoingAway } from "./going-away.ts";
import type { ConnectionContext, Gateway, Handler } from "./handler.ts";
import { bytesOf, type IncomingEvent } from "./incoming-event.ts";
import type { LeaveRequests } from "./leave-requests.ts";
import type { ConnectionGateway } from "./limited-gateway.ts";
import { message } from "./message.ts";
import { messageOne } from "./message-one.ts";
import { openConnectionOf } from "./open-connection.ts";
import { incomingEvent } from "./parser.ts";
import { presence } from "./presence.ts";
import { RateGate } from "./rate-gate.ts";
import { ready } from "./ready.ts";
import { refresh } from "./refresh.ts";
import { type Acknowledge, type Request, sendReply } from "./reply.ts";

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["ready", ready],
  ["message", message],
  ["messageOne", messageOne],
  ["presence", presence],
  ["refresh", refresh],
]);

/** The events that a visitor may emit; other events are buffered until `ready`. */
const early: ReadonlySet<Handler> = new Set<Handler>([ready, refresh]);

/** An authenticated client with its budget. */
interface AcceptedClient extends Admitted {
  readonly budget: Budget;
  readonly order: ConnectionOrder;
}

/** One socket, from its connection to its end. Its events are handled in the order in which they arrived. */
export class Connection {
  readonly #gateway: Gateway;
  readonly #openConnections: OpenConnections;
  readonly #leaveRequests: LeaveRequests;
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #serialQueue = new SerialQueue();
  readonly #preReady: PreReadyBuffer<Request>;
  readonly #context: ConnectionContext;
  readonly #rateGate: RateGate;
  /** The page of the client sent a leave request. */
  #isLeaving = false;

  constructor(gateway: ConnectionGateway, socket: Socket, client: AcceptedClient) {
    const { identity, admit, budget, order } = client;
    this.#gateway = gateway;
    this.#openConnections = gateway.openConnections;
    this.#leaveRequests = gateway.leaveRequests;
    this.#socket = socket;
    this.#session = gateway.hub.connect({
      socketId: socket.id,
      order,
      identity,
      connection: clientConnectionOf(socket, gateway.encoder),
    });
    this.#preReady = new PreReadyBuffer(gateway.limits);
    const { expiryGraceSeconds: graceSeconds, turnRenewal: part } = gateway.limits;
    const tokenExpiry = new TokenExpiry({ graceSeconds, expired: () => this.#expire() });
    const renewal = new Renewal({
      part,
      issue: () =>
        gateway.issueIceServers({ session: this.#session.resumable?.sessionId ?? socket.id }),
      tell: (value) => socket.emit("iceServers", value),
    });
    this.#context = { admit, tokenExpiry, renewal };
    this.#rateGate = new RateGate({ gateway, socket, session: this.#session, budget });
  }

  serve(): void {
    this.#context.tokenExpiry.watch(this.#session.identity);
    this.#socket.on(incomingEvent, (event: IncomingEvent, acknowledge?: Acknowledge) => {
      const request = { event, acknowledge };
      if (this.#rateGate.admits(request)) this.#serialQueue.put(() => this.#handle(request));
    });
    const openConnection = openConnectionOf({
      gateway: this.#gateway,
      socket: this.#socket,
      session: this.#session,
      serialQueue: this.#serialQueue,
    });
    this.#openConnections.add(openConnection);
    this.#leaveRequests.expect(this.#socket.conn, () => this.#leaveByRequest());
    this.#socket.on("disconnect", (reason) => {
      this.#openConnections.delete(openConnection);
      this.#serialQueue.put(() => this.#end(reason));
    });
    onGoingAway(this.#socket.conn, () => {
      this.#serialQueue.put(async () => this.#gateway.hub.shortenGrace(this.#session));
    });
  }

  #handle(request: Request): Promise<void> | undefined {
    const reply = attempt(this.#gateway.report, () => this.#perform(request));
    if (reply instanceof Promise) return reply.then((later) => this.#finish(request, later));
    return this.#finish(request, reply);
  }

  #finish(request: Request, reply: Reply<unknown>): Promise<void> | undefined {
    const isHeld = reply.ok && reply.value === undefined;
    if (!isHeld) sendReply(this.#socket, request, reply, this.#gateway.report);
    const mayHaveHeld = this.#session.state.kind === "peer" && !this.#preReady.isEmpty;
    return mayHaveHeld ? this.#handleHeld() : undefined;
  }

  /** Returns the value of the reply; `undefined` if the request is buffered, so that the reply follows later. */
  #perform(request: Request): unknown {
    const { event } = request;
    const handler = this.#admit(event);
    const isTooEarly = !early.has(handler) && this.#session.state.kind === "visitor";
    if (isTooEarly) return this.#keep(request);
    this.#rateGate.charge(event);
    return handler(this.#gateway, this.#session, event, this.#context);
  }

  /** Returns the handler of an event. Refuses unknown, too large and too deeply nested events. */
  #admit(event: IncomingEvent): Handler {
    const { maxMessageBytes, limits } = this.#gateway;
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
    const { holdSeconds, replySeconds } = this.#gateway.limits;
    const seconds = request.acknowledge ? Math.min(replySeconds, holdSeconds) : holdSeconds;
    this.#preReady.put(request, {
      bytes: bytesOf(request.event),
      seconds,
      expired: () => {
        const reason = `the message was not sent, because \`ready\` did not follow within ${seconds} s; emit \`ready\` first`;
        const refusal = { ok: false, code: "not-ready", reason } as const;
        sendReply(this.#socket, request, refusal, this.#gateway.report);
      },
    });
  }

  async #handleHeld(): Promise<void> {
    for (const request of this.#preReady.take()) await this.#handle(request);
  }

  /** Disconnects the client because its token has expired. */
  #expire(): void {
    const reason = "the token has expired; connect with a new token";
    this.#gateway.report({ type: "socket.expired", socketId: this.#socket.id });
    this.#session.connection.end({ code: "token-expired", reason });
  }

  /** An explicit disconnect leaves the room at once. Any other disconnect starts the grace period. */
  async #end(reason: string): Promise<void> {
    const { hub, report } = this.#gateway;
    const isLeaving = this.#isLeaving || reason === "client namespace disconnect";
    this.#context.tokenExpiry.stop();
    this.#context.renewal.stop();
    this.#preReady.take();
    await attempt(report, () => (isLeaving ? hub.leave(this.#session) : hub.lose(this.#session)));
    this.#forgetLeaveRequest();
  }

  #leaveByRequest(): void {
    this.#isLeaving = true;
    if (this.#socket.connected) destroy(this.#socket.conn);
    else if (this.#session.state.kind === "away") {
      const { hub, report } = this.#gateway;
      this.#serialQueue.put(async () => {
        await attempt(report, () => hub.leave(this.#session));
      });
    }
  }

  /** A page may send its leave request until the end of the grace period. */
  #forgetLeaveRequest(): void {
    const { conn } = this.#socket;
    const isAway = this.#session.state.kind === "away";
    const forget = () => this.#leaveRequests.forget(conn);
    if (isAway) setTimeout(forget, this.#gateway.hub.graceMs).unref();
    else forget();
  }
}
