import { randomBytes } from "node:crypto";
import { type Refusal, SignalingError, subprotocol } from "simple-webrtc-signaling-protocol";
import { credentials as credentialsSchema } from "simple-webrtc-signaling-protocol/schemas";
import type { Access } from "../../access/access.ts";
import type { PendingConnection } from "../../access/pending-connection.ts";
import type { Credentials } from "../../auth/authenticate.ts";
import type { Identity } from "../../auth/identity.ts";
import { Connection, type ConnectionServices } from "../../connection/connection.ts";
import type { EventEncoder } from "../../connection/event-encoder.ts";
import { bytesOf } from "../../connection/incoming-event.ts";
import type { LeaveRequests } from "../../connection/leave-requests.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import { goingAwayCode, normalClosureCode } from "../../sockets/close-codes.ts";
import type { DirectWebSocket } from "../../sockets/direct-websocket.ts";
import type { Framed } from "../../sockets/framed.ts";
import type { SlowConsumers } from "../../sockets/slow-consumers.ts";
import { StallWatch } from "../../sockets/stall-watch.ts";
import type { Limit } from "../../telemetry/fact.ts";
import { Heartbeat, type HeartbeatOptions, heartbeatMsOf } from "./heartbeat.ts";
import { WebSocketTransport } from "./transport.ts";
import { type ClientFrame, framedControl, parseFrame } from "./wire.ts";

/** The parts that all clients of the gateway share. */
export interface ClientParts {
  readonly access: Access;
  readonly services: ConnectionServices;
  readonly limitOptions: LimitOptions;
  readonly slowConsumers: SlowConsumers;
  readonly heartbeat: HeartbeatOptions;
  readonly encoder: EventEncoder<Framed>;
  readonly leaveRequests: LeaveRequests;
}

/** One client of the plain WebSocket protocol, from its handshake to its end. */
export class Client {
  readonly #parts: ClientParts;
  readonly #webSocket: DirectWebSocket;
  readonly #pending: PendingConnection;
  /** Whether the client uses the subprotocol (F8). */
  readonly #isExtended: boolean;
  readonly #transport: WebSocketTransport;
  #state: "new" | "authenticating" | Connection = "new";
  /** A frame whose binary frames have not all arrived. */
  #incomplete: ClientFrame | undefined;
  #attachments: Uint8Array[] = [];
  /** Frames that arrived during the authentication, in order. */
  #held: ClientFrame[] = [];
  #heldBytes = 0;
  /** Identifies the connection in leave requests. Only its client receives it. */
  readonly #leaveId = randomBytes(15).toString("base64url");
  #isClosed = false;
  #closedWith: (isExplicit: boolean) => void = () => {};
  #malformed = 0;

  constructor(parts: ClientParts, webSocket: DirectWebSocket, pending: PendingConnection) {
    this.#parts = parts;
    this.#webSocket = webSocket;
    this.#pending = pending;
    this.#isExtended = webSocket.protocol === subprotocol;
    this.#transport = new WebSocketTransport({
      id: randomBytes(15).toString("base64url"),
      webSocket,
      encoder: parts.encoder,
      pingsAreFrames: this.#isExtended,
      mostBytes: parts.limitOptions.maxWaitingBytes,
      slow: () => this.#endSlow("waiting-bytes"),
    });
  }

  serve(): void {
    const { heartbeat, slowConsumers } = this.#parts;
    const webSocket = this.#webSocket;
    const beat = new Heartbeat(webSocket, heartbeat, () => this.#transport.ping());
    const check = this.#stallCheck();
    slowConsumers.add(check);
    webSocket.readTexts((data) => {
      beat.heard();
      if (webSocket.readyState === webSocket.OPEN) this.#receive(data.toString());
      return true;
    });
    webSocket.on("message", (data: Buffer) => {
      beat.heard();
      this.#attach(data);
    });
    webSocket.on("pong", () => beat.heard());
    // Every error is followed by `close`.
    webSocket.on("error", () => {});
    // The client may join again before its TCP connection has ended.
    webSocket.whenLeft(() => this.#closed(normalClosureCode));
    webSocket.on("close", (code) => {
      beat.stop();
      slowConsumers.delete(check);
      this.#closed(code);
    });
    if (this.#isExtended) this.#open();
  }

  /** Sends what the client must know before its first frame. Is written together with the response of the handshake. */
  #open(): void {
    const { heartbeat, services } = this.#parts;
    const { maxMessageBytes } = services;
    const heartbeatMs = heartbeatMsOf(heartbeat);
    const leaveId = this.#leaveId;
    this.#transport.write(framedControl("open", { leaveId, maxMessageBytes, heartbeatMs }));
  }

  #receive(text: string): void {
    if (this.#incomplete) {
      const { attachments } = this.#incomplete;
      this.#drop(`a text frame arrived in place of one of ${attachments} binary frames`);
      return;
    }
    try {
      const frame = parseFrame(text, this.#parts.services.limits.nesting);
      const { maxAttachments } = this.#parts.limitOptions;
      if (maxAttachments > 0 && frame.attachments > maxAttachments) {
        throw new SignalingError(
          "bad-message",
          `the frame has ${frame.attachments} attachments, but at most ${maxAttachments} are allowed`,
        );
      }
      if (frame.attachments === 0) this.#handle(frame);
      else this.#incomplete = frame;
    } catch (error) {
      if (!(error instanceof SignalingError)) throw error;
      this.#refuseFrame(error.refusal);
    }
  }

  #attach(data: Uint8Array): void {
    const frame = this.#incomplete;
    if (!frame) {
      this.#drop("a binary frame arrived without an announcement in `attachments`");
      return;
    }
    this.#attachments.push(data);
    if (this.#attachments.length < frame.attachments) return;
    const attachments = this.#attachments;
    this.#incomplete = undefined;
    this.#attachments = [];
    this.#handle({ ...frame, event: { ...frame.event, attachments } });
  }

  #handle(frame: ClientFrame): void {
    const { event, id } = frame;
    const state = this.#state;
    // Counts as the answer to a ping of WebSocket.
    if (this.#isExtended && event.name === "pong") this.#webSocket.emit("pong");
    else if (state instanceof Connection) {
      const reply = id === undefined ? undefined : this.#replyTo(id);
      state.receive(event, reply);
    } else if (state === "new" && event.name === "connect") {
      this.#state = "authenticating";
      void this.#connect(event.parameters[0]);
    } else if (state === "authenticating") this.#hold(frame);
    else {
      const reason = "this connection is not authenticated; send `connect` first";
      this.#end({ code: "not-ready", reason });
    }
  }

  /** Keeps a frame until the authentication is decided, so that a client need not wait for `connected`. */
  #hold(frame: ClientFrame): void {
    const { heldMessages, heldBytes } = this.#parts.services.limits;
    this.#held.push(frame);
    this.#heldBytes += bytesOf(frame.event);
    if (this.#held.length <= heldMessages && this.#heldBytes <= heldBytes) return;
    const reason = `too many frames before \`connected\` (at most ${heldMessages}, and ${heldBytes} bytes); wait for \`connected\``;
    this.#end({ code: "not-ready", reason });
  }

  #replyTo(id: number) {
    return (reply: Parameters<WebSocketTransport["reply"]>[1]) => this.#transport.reply(id, reply);
  }

  async #connect(data: unknown): Promise<void> {
    const reply = await this.#pending.authenticate(() => credentialsOf(data));
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    if (!reply.ok) {
      const { ok: _, ...refusal } = reply;
      this.#end(refusal);
      return;
    }
    // The connection is closed and not refused, so that the client reconnects.
    if (this.#parts.access.isOpen) this.#accept(reply.value);
    else this.#transport.closeGracefully();
  }

  #accept(identity: Identity): void {
    const { services } = this.#parts;
    const pending = this.#pending;
    const { id: socketId } = this.#transport;
    services.report({ type: "socket.connected", socketId, transport: "plain-websocket" });
    const connection = new Connection(services, this.#transport, {
      identity,
      reauthenticate: (credentials) => pending.reauthenticate(credentials),
      budget: pending.counted.budget,
      order: pending.order,
    });
    this.#state = connection;
    this.#closedWith = this.#parts.leaveRequests.accept(this.#leaveId, connection);
    const { maxMessageBytes } = services;
    this.#transport.write(framedControl("connected", { socketId, maxMessageBytes }));
    for (const frame of this.#held.splice(0)) {
      if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#handle(frame);
    }
  }

  #closed(code: number): void {
    const { report } = this.#parts.services;
    this.#pending.close();
    if (this.#isClosed || !(this.#state instanceof Connection)) return;
    this.#isClosed = true;
    const reason = `close code ${code}`;
    report({ type: "socket.disconnected", socketId: this.#transport.id, reason });
    this.#closedWith(code === normalClosureCode);
    if (code === goingAwayCode) this.#state.goAway();
  }

  /** Drops frames that do not belong together. */
  #drop(problem: string): void {
    this.#incomplete = undefined;
    this.#attachments = [];
    this.#refuseFrame({
      code: "bad-message",
      reason: `${problem}; send the announced binary frames`,
    });
  }

  /** Refuses a frame that is no event, and closes the connection after too many of them. */
  #refuseFrame(refusal: Refusal): void {
    const { services, limitOptions } = this.#parts;
    services.report({ type: "limit.reached", limit: "malformed-frames", of: "socket" });
    this.#malformed += 1;
    if (this.#malformed === limitOptions.maxMalformedFrames) this.#end(refusal);
    else this.#transport.send({ type: "refusal", refusal, event: "" });
  }

  #end(refusal: Refusal): void {
    this.#transport.send({ type: "refusal", refusal, event: "connect" });
    this.#transport.disconnect();
  }

  #stallCheck(): () => void {
    const { services, limitOptions } = this.#parts;
    const mostMs = limitOptions.slowConsumerSeconds * 1_000;
    const stallWatch = new StallWatch({ mostMs, nowMs: services.nowMs });
    return () => {
      if (stallWatch.isStalled(this.#webSocket)) this.#endSlow("waiting-seconds");
    };
  }

  #endSlow(limit: Limit): void {
    this.#parts.services.report({ type: "limit.reached", limit, of: "socket" });
    this.#webSocket.terminate();
  }
}

/** Returns the credentials of `connect`. Refuses with `bad-message`. */
function credentialsOf(data: unknown): Credentials {
  const parsed = credentialsSchema.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  throw new SignalingError(
    "bad-message",
    "the data of `connect` has another form; send the credentials as an object, such as { token }",
  );
}
