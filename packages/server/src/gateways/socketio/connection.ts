import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import { attempt } from "../../hub/attempt.ts";
import { leave } from "../../hub/leave.ts";
import type { Session } from "../../hub/session.ts";
import { type Acknowledge, answer, type Request } from "./answer.ts";
import { type Arrival, bytesOf } from "./arrival.ts";
import type { Gateway, Handler } from "./handler.ts";
import { Hold } from "./hold.ts";
import { Mailbox } from "./mailbox.ts";
import { message } from "./message.ts";
import { messageOne } from "./message-one.ts";
import { arrivalEvent } from "./parser.ts";
import { ready } from "./ready.ts";
import { sessionOf } from "./session.ts";

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["ready", ready],
  ["message", message],
  ["messageOne", messageOne],
]);

/** One socket, from its connection to its end. What it sends is handled in the order it came. */
export class Connection {
  readonly #gateway: Gateway;
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #mailbox = new Mailbox();
  readonly #hold: Hold<Request>;

  constructor(gateway: Gateway, socket: Socket) {
    this.#gateway = gateway;
    this.#socket = socket;
    this.#session = sessionOf(socket);
    this.#hold = new Hold(gateway.limits);
  }

  serve(): void {
    this.#socket.on(arrivalEvent, (arrival: Arrival, acknowledge?: Acknowledge) => {
      this.#mailbox.put(() => this.#handle({ arrival, acknowledge }));
    });
    this.#socket.on("disconnect", () => this.#mailbox.put(() => this.#end()));
  }

  #handle(request: Request): Promise<void> | undefined {
    const reply = attempt(this.#gateway.hub.report, () => this.#perform(request));
    if (reply instanceof Promise) return reply.then((later) => this.#finish(request, later));
    return this.#finish(request, reply);
  }

  #finish(request: Request, reply: Reply<unknown>): Promise<void> | undefined {
    const isHeld = reply.ok && reply.value === undefined;
    if (!isHeld) answer(this.#socket, request, reply, this.#gateway.hub.report);
    const mayHaveHeld = this.#session.standing.state === "peer" && !this.#hold.isEmpty;
    return mayHaveHeld ? this.#handleHeld() : undefined;
  }

  /** The value of the reply; `undefined` if it comes later, because the request is held. */
  #perform(request: Request): unknown {
    const { arrival } = request;
    const handler = this.#admit(arrival);
    const isTooEarly = handler !== ready && this.#session.standing.state === "visitor";
    return isTooEarly ? this.#keep(request) : handler(this.#gateway, this.#session, arrival);
  }

  /** The handler of an arrival, if that is of a kind and size to be handled at all. */
  #admit(arrival: Arrival): Handler {
    const { maxMessageBytes, limits } = this.#gateway;
    if (arrival.isTooDeep) {
      throw new SignalingError("too-deep", `nested deeper than ${limits.nesting}`);
    }
    if (arrival.attachments.length > 0 && bytesOf(arrival) > maxMessageBytes) {
      throw new SignalingError(
        "too-large",
        `${bytesOf(arrival)} bytes; at most ${maxMessageBytes}`,
      );
    }
    const handler = handlers.get(arrival.event);
    if (handler) return handler;
    const names = [...handlers.keys()].join(", ");
    throw new SignalingError("bad-message", `no such event; there are ${names}`);
  }

  #keep(request: Request): undefined {
    const { holdSeconds, replySeconds } = this.#gateway.limits;
    const seconds = request.acknowledge ? Math.min(replySeconds, holdSeconds) : holdSeconds;
    this.#hold.put(request, {
      bytes: bytesOf(request.arrival),
      seconds,
      expired: () => {
        const reason = `no \`ready\` within ${seconds} s, so it was not sent`;
        const refusal = { ok: false, code: "not-ready", reason } as const;
        answer(this.#socket, request, refusal, this.#gateway.hub.report);
      },
    });
  }

  async #handleHeld(): Promise<void> {
    for (const request of this.#hold.take()) await this.#handle(request);
  }

  async #end(): Promise<void> {
    this.#hold.take();
    await attempt(this.#gateway.hub.report, () => leave(this.#gateway.hub, this.#session));
  }
}
