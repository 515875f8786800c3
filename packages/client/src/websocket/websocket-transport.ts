import { type Refusal, type Reply, subprotocol } from "simple-webrtc-signaling-protocol";
import { tooLarge } from "../base/too-large.ts";
import {
  type ConnectFailure,
  closed,
  foreign,
  refused,
  unanswered,
} from "../transport/connect-failure.ts";
import { fieldsOf, isNumber, refusalOf, replyOf, waitOf } from "../transport/parsing.ts";
import { noReply, type Transport, type TransportOptions } from "../transport/transport.ts";
import { firstFrames } from "./first-frames.ts";
import { type IncomingFrame, IncomingFrames } from "./incoming-frame.ts";
import { outgoingFrame } from "./outgoing-frame.ts";
import { webSocketClass } from "./websocket-class.ts";

/** A plain WebSocket at `ws` below the path of the server (rules F1 to F11). */
export class WebSocketTransport implements Transport {
  readonly name = "plain";
  isAccepted = false;
  hasSentFirst = false;
  mostBytes = Number.POSITIVE_INFINITY;
  leaveAddress = "";
  readonly #options: TransportOptions;
  readonly #address: URL;
  readonly #incoming = new IncomingFrames();
  readonly #replies = new Map<unknown, (reply: Reply<unknown>) => void>();
  #asked = 0;
  #webSocket: WebSocket | undefined;
  #isOver = false;
  #heartbeatMs: number | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#address = new URL(options.url);
    this.#address.pathname += this.#address.pathname.endsWith("/") ? "ws" : "/ws";
    this.#address.hash = "";
    this.#open().catch((cause: Error) => this.#end(this.#unanswered(cause)));
  }

  ask(event: string, data: unknown, timeoutMs: number): Promise<Reply<unknown>> {
    return new Promise((resolve) => {
      this.#asked += 1;
      const id = this.#asked;
      const settle = (reply: Reply<unknown>) => {
        clearTimeout(timer);
        this.#replies.delete(id);
        resolve(reply);
      };
      const timer = setTimeout(() => settle(noReply), timeoutMs);
      this.#replies.set(id, settle);
      // The handshake carried `ready`, with the id 1.
      const isSent = this.hasSentFirst && id === 1;
      const refusal = isSent ? undefined : this.#send(event, data, id);
      if (refusal) settle({ ok: false, ...refusal });
    });
  }

  close(isLeaving: boolean): void {
    this.#isOver = true;
    clearTimeout(this.#watchdog);
    for (const settle of this.#replies.values()) settle(noReply);
    // Without the code of an explicit disconnect, the session stays resumable (F4).
    this.#webSocket?.close(...(isLeaving ? [1_000] : []));
  }

  /** Returns the refusal of an event that cannot be sent. */
  #send(event: string, data?: unknown, id?: number): Refusal | undefined {
    try {
      const { text, attachments, bytes } = outgoingFrame(event, data, id);
      if (bytes > this.mostBytes) return tooLarge(bytes, this.mostBytes).refusal;
      for (const part of [text, ...attachments]) this.#webSocket?.send(part);
      return undefined;
    } catch {
      return { code: "bad-message", reason: "the content cannot be sent as JSON" };
    }
  }

  async #open(): Promise<void> {
    const WebSocketClass = await webSocketClass();
    if (this.#isOver) return;
    const first = this.#options.first();
    const carrier = first && firstFrames(first);
    const url = this.#address.href.replace(/^http/, "ws");
    const webSocket = new WebSocketClass(url, carrier ? [subprotocol, carrier] : subprotocol);
    this.#webSocket = webSocket;
    webSocket.binaryType = "arraybuffer";
    webSocket.onmessage = ({ data }) => this.#take(data);
    // Browsers do not expose the reason. The WebSocket of Node.js 22 can omit `close` after an error.
    webSocket.onerror = webSocket.onclose = (event: Event & { readonly error?: Error }) =>
      this.#end(this.#unanswered(event.error ?? new Error(closed)));
  }

  #take(message: unknown): void {
    if (this.#isOver) return;
    const frame = this.#incoming.take(message);
    if (this.#heartbeatMs === undefined) void this.#begin(frame);
    else {
      this.#watch(this.#heartbeatMs);
      if (frame) this.#handle(frame);
    }
  }

  /** Sends the authentication data when the server has introduced itself. Further frames need not wait for the answer (F9). */
  async #begin({ event, data }: IncomingFrame = {}): Promise<void> {
    const { leaveId, maxMessageBytes, heartbeatMs, frames } = fieldsOf(data);
    if (event !== "open" || !isNumber(heartbeatMs) || !isNumber(maxMessageBytes)) {
      return this.#end(this.#unanswered(new Error(foreign)));
    }
    this.mostBytes = maxMessageBytes;
    this.#address.searchParams.set("leave", String(leaveId));
    this.leaveAddress = this.#address.href.replace(/^ws/, "http");
    this.#heartbeatMs = waitOf(heartbeatMs);
    this.#watch(this.#heartbeatMs);
    const { auth, opened, usable } = this.#options;
    opened();
    // A server of an earlier version ignores the frames of the handshake.
    this.hasSentFirst = isNumber(frames) && frames > 0;
    if (this.hasSentFirst) return usable();
    const refusal = this.#send("connect", await auth());
    if (this.#isOver) return;
    if (refusal) this.#end({ ...refusal, retry: "no" });
    else usable();
  }

  #handle({ event, reply, data }: IncomingFrame): void {
    if (reply !== undefined) {
      this.#replies.get(reply)?.(replyOf(data) ?? noReply);
      // Shows that the reply arrived; otherwise another client could take the peer id of a lost session (F11).
      // In a task of its own, because the first `send` of a page takes a millisecond, and the first offer should not wait for it.
      if (this.hasSentFirst && reply === 1) setTimeout(() => this.#send("pong"));
    } else if (event === "ping") this.#send("pong");
    else if (event === "connected") this.isAccepted = true;
    else if (event === "signalingError" && !this.isAccepted) {
      const refusal = refusalOf(data);
      if (refusal) this.#end(refused(refusal));
    } else this.#options.receive(String(event), data);
  }

  /** Ends a connection on which the server is silent for too long. */
  #watch(heartbeatMs: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(
      () => this.#end(this.#unanswered(new Error("no ping arrived"))),
      heartbeatMs,
    );
  }

  #end(failure: ConnectFailure): void {
    if (this.#isOver) return;
    this.close(false);
    this.#options.ended(failure);
  }

  #unanswered(cause: Error): ConnectFailure {
    return unanswered(this.#options.url, cause);
  }
}
