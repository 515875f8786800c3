import type { WebSocket } from "ws";
import { isSocketIo } from "./client-transport.ts";

/** The heartbeat settings that the server sends to clients; the interval is short, so that tests need not wait. */
const pingMs = 100;

/** The maximum delay of a ping on a busy machine. */
const pingTimeoutMs = 1_000;

let opened = 0;

export interface LineRequest {
  readonly event: string;
  readonly id: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One connection of a misbehaving server, in the packets of the transport that the clients of this run use. */
export class Line {
  readonly #webSocket: WebSocket;
  #isWelcomed = isSocketIo;
  /** Requests of a client that did not wait for its welcome. */
  readonly #early: (() => void)[] = [];

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  /** The handshake, and the pings from then on. */
  open({ pings = true, pingInterval = pingMs, pingTimeout = pingTimeoutMs } = {}): void {
    opened += 1;
    const maxPayload = 1_000_000;
    const engine = { sid: `engine ${opened}`, upgrades: [], pingInterval, pingTimeout, maxPayload };
    const heartbeatMs = pingInterval + pingTimeout;
    const plain = { leaveId: `leave ${opened}`, maxMessageBytes: maxPayload, heartbeatMs };
    this.say(`0${JSON.stringify(engine)}`, frame("open", plain));
    if (pings) this.#ping();
  }

  /** As often as it said it would, until the end. */
  #ping(): void {
    const timer = setInterval(() => this.say("2", frame("ping", null)), pingMs);
    this.#webSocket.on("close", () => clearInterval(timer));
  }

  /** Accepts the authentication. */
  welcome(): void {
    this.say('40{"sid":"socket"}', frame("connected", { socketId: "socket" }));
    this.#isWelcomed = true;
    for (const act of this.#early.splice(0)) act();
  }

  refuse(refusal: { readonly code: string; readonly reason: string }): void {
    const packet = { message: "Authentication error", data: refusal };
    const plain = frame("signalingError", { ...refusal, event: "connect" });
    this.say(`44${JSON.stringify(packet)}`, plain);
  }

  answer(number: number, reply: unknown): void {
    this.say(
      `43${number}${JSON.stringify([reply])}`,
      JSON.stringify({ reply: number, data: reply }),
    );
  }

  tell(event: string, value: unknown): void {
    const packet = value === undefined ? [event] : [event, value];
    this.say(`42${JSON.stringify(packet)}`, frame(event, value));
  }

  /** Sends a packet of Socket.IO, or the frame that stands for it on a plain WebSocket. */
  say(packet: string, plain: string): void {
    this.#webSocket.send(isSocketIo ? packet : plain);
  }

  /** Calls the listeners for the authentication and for each request with an acknowledgement. */
  receive(authenticate: () => void, request: (request: LineRequest) => void): void {
    this.#webSocket.on("message", (data: Buffer) => {
      const text = data.toString();
      const parsed = isSocketIo ? requestOfPacket(text) : JSON.parse(text);
      if (parsed?.event === "connect") authenticate();
      else if (parsed?.id === undefined) return;
      else if (this.#isWelcomed) request(parsed);
      else this.#early.push(() => request(parsed));
    });
  }

  end(): void {
    this.#webSocket.terminate();
  }

  /** With a closing handshake (RFC 6455 §7.4.1). */
  close(code: number): void {
    this.#webSocket.close(code);
  }
}

function frame(event: string, data: unknown): string {
  return JSON.stringify({ event, data });
}

/** Returns the request in a packet of Socket.IO in the form of a plain frame. */
function requestOfPacket(packet: string) {
  if (packet.startsWith("40")) return { event: "connect" };
  const [, number, json] = /^42(\d+)(\[.*)$/s.exec(packet) ?? [];
  if (number === undefined || json === undefined) return undefined;
  const [event, first, options] = JSON.parse(json) as [string, unknown, object | undefined];
  const data = event === "ready" ? { peerId: first, ...options } : first;
  return { event, id: Number(number), data };
}
