import { EventEmitter } from "node:events";
import { WebSocket } from "ws";

export interface JsonSocketOptions {
  readonly auth?: unknown;
  readonly path?: string;
  readonly extraHeaders?: Record<string, string>;
}

type Acknowledge = (reply: unknown) => void;

interface ServerFrame {
  readonly event?: string;
  readonly reply?: number;
  readonly data: unknown;
  readonly attachments?: number;
}

const anyEvent = Symbol("any event");

/** The close code after which a client must not reconnect by itself. */
const policyViolation = 1008;

/**
 * A client of the plain WebSocket gateway with the methods and events of a stock socket.io-client that tests use, so that the
 * same conversations run over both gateways.
 */
export class JsonSocket extends EventEmitter {
  id: string | undefined;
  connected = false;
  readonly #webSocket: WebSocket;
  readonly #auth: unknown;
  readonly #acknowledges = new Map<number, Acknowledge>();
  #incomplete: ServerFrame | undefined;
  #attachments: Buffer[] = [];
  #requests = 0;
  #hasClosed = false;

  constructor(url: string, { auth, path = "/ws", extraHeaders }: JsonSocketOptions) {
    super();
    this.#auth = auth;
    this.#webSocket = new WebSocket(`${url.replace(/^http/, "ws")}${path}`, {
      headers: extraHeaders ?? {},
    });
    this.#webSocket.on("open", () => this.#send({ event: "connect", data: this.#auth }));
    this.#webSocket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#attach(data);
      else this.#open(JSON.parse(data.toString()));
    });
    this.#webSocket.on("error", (error) => super.emit("connect_error", error));
    this.#webSocket.on("close", (code) => this.#close(code));
  }

  /** The parts of the stock client with which tests break and freeze connections. */
  get io() {
    const close = () => this.#webSocket.terminate();
    return { engine: { close, transport: { ws: this.#webSocket } } };
  }

  override emit(event: string, ...rest: unknown[]): boolean {
    const last = rest.at(-1);
    const acknowledge = typeof last === "function" ? (last as Acknowledge) : undefined;
    const parameters = acknowledge ? rest.slice(0, -1) : rest;
    if (acknowledge) {
      this.#requests += 1;
      this.#acknowledges.set(this.#requests, acknowledge);
    }
    const attachments: Uint8Array[] = [];
    this.#send({
      event,
      ...(acknowledge ? { id: this.#requests } : {}),
      ...dataOf(event, parameters, attachments),
      ...(attachments.length > 0 ? { attachments: attachments.length } : {}),
    });
    for (const attachment of attachments) this.#webSocket.send(attachment);
    return true;
  }

  disconnect(): this {
    this.#hasClosed = true;
    this.#webSocket.close(1000);
    return this;
  }

  close(): this {
    return this.disconnect();
  }

  #send(frame: object): void {
    if (this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.send(JSON.stringify(frame));
  }

  #open(frame: ServerFrame): void {
    if (frame.attachments) this.#incomplete = frame;
    else this.#handle(frame, frame.data);
  }

  #attach(data: Buffer): void {
    const frame = this.#incomplete;
    this.#attachments.push(data);
    if (!frame || this.#attachments.length < (frame.attachments ?? 0)) return;
    const attachments = this.#attachments;
    this.#attachments = [];
    this.#incomplete = undefined;
    this.#handle(frame, filled(frame.data, attachments));
  }

  /** Calls the listener for every event of the server. */
  onAny(listener: (event: string, data: unknown) => void): void {
    this.on(anyEvent, listener);
  }

  #handle({ event, reply }: ServerFrame, data: unknown): void {
    if (event !== undefined) super.emit(anyEvent, event, data);
    if (reply !== undefined) this.#acknowledges.get(reply)?.(data);
    else if (event === "connected") {
      this.id = (data as { readonly socketId: string }).socketId;
      this.connected = true;
      super.emit("connect");
    } else if (event === "signalingError" && !this.connected) {
      const { event: _, ...refusal } = data as { readonly event: string };
      super.emit("connect_error", Object.assign(new Error("refused"), { data: refusal }));
    } else if (event !== undefined) super.emit(event, data);
  }

  #close(code: number): void {
    if (!this.connected) return;
    this.connected = false;
    const byServer = code === policyViolation ? "io server disconnect" : "transport close";
    super.emit("disconnect", this.#hasClosed ? "io client disconnect" : byServer);
  }
}

/** Returns the member `data` of a frame. Binary values become placeholders. */
function dataOf(event: string, [first, second]: unknown[], attachments: Uint8Array[]) {
  if (first === undefined) return {};
  if (event !== "ready") return { data: emptied(first, attachments) };
  const options = typeof second === "object" && second !== null ? second : {};
  return { data: emptied({ ...options, peerId: first }, attachments) };
}

function emptied(value: unknown, attachments: Uint8Array[]): unknown {
  if (value instanceof Uint8Array) {
    attachments.push(value);
    return { _placeholder: true, num: attachments.length - 1 };
  }
  if (Array.isArray(value)) return value.map((item) => emptied(item, attachments));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, own]) => [key, emptied(own, attachments)]);
  return Object.fromEntries(members);
}

function filled(value: unknown, attachments: readonly Buffer[]): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, attachments));
  if (typeof value !== "object" || value === null) return value;
  if ("_placeholder" in value && "num" in value) return attachments[Number(value.num)];
  const members = Object.entries(value).map(([key, own]) => [key, filled(own, attachments)]);
  return Object.fromEntries(members);
}
