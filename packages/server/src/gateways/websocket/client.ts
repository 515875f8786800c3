import { randomBytes } from "node:crypto";
import { type Refusal, type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import { credentials as credentialsSchema } from "simple-webrtc-signaling-protocol/schemas";
import type { Access } from "../../access/access.ts";
import type { PendingConnection } from "../../access/pending-connection.ts";
import type { Credentials } from "../../auth/authenticate.ts";
import type { Identity } from "../../auth/identity.ts";
import { Connection } from "../../connection/connection.ts";
import { bytesOf } from "../../connection/incoming-event.ts";
import type { LeaveRequests } from "../../connection/leave-requests.ts";
import type { ConnectionServices } from "../../connection/services.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import { goingAwayCode, normalClosureCode } from "../../sockets/close-codes.ts";
import type { DirectReader, DirectWebSocket } from "../../sockets/direct-websocket.ts";
import type { CheckedConnection, SlowConsumers } from "../../sockets/slow-consumers.ts";
import { StallWatch, type StallWatchOptions } from "../../sockets/stall-watch.ts";
import type { Limit } from "../../telemetry/fact.ts";
import { Heartbeat, type HeartbeatOptions, heartbeatMsOf } from "./heartbeat.ts";
import {
  type TransportClient,
  WebSocketTransport,
  type WebSocketTransportParts,
} from "./transport.ts";
import { type ClientFrame, framedControl, parseFrame } from "./wire.ts";

/** The parts that all clients of the gateway share. */
export interface ClientParts {
  readonly access: Access;
  readonly services: ConnectionServices;
  readonly limitOptions: LimitOptions;
  readonly slowConsumers: SlowConsumers;
  readonly stall: StallWatchOptions;
  readonly heartbeat: HeartbeatOptions;
  readonly transport: WebSocketTransportParts;
  readonly leaveRequests: LeaveRequests;
}

/** One client of the plain WebSocket protocol, from its handshake to its end. */
export class Client implements DirectReader, CheckedConnection, TransportClient {
  readonly #parts: ClientParts;
  readonly #webSocket: DirectWebSocket;
  readonly #pending: PendingConnection;
  readonly #transport: WebSocketTransport;
  readonly #heartbeat: Heartbeat;
  readonly #stallWatch: StallWatch;
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
  #malformed = 0;

  constructor(parts: ClientParts, webSocket: DirectWebSocket, pending: PendingConnection) {
    this.#parts = parts;
    this.#webSocket = webSocket;
    this.#pending = pending;
    this.#transport = new WebSocketTransport(parts.transport, webSocket, this);
    this.#heartbeat = new Heartbeat(this.#transport, parts.heartbeat);
    this.#stallWatch = new StallWatch(parts.stall);
  }

  /** Begins with the frames of the handshake (F11). */
  serve(firstFrames: readonly string[]): void {
    const webSocket = this.#webSocket;
    this.#parts.slowConsumers.add(this);
    webSocket.readBy(this);
    webSocket.on("pong", () => this.#heartbeat.received());
    webSocket.on("error", ignore);
    if (!this.#transport.isExtended) return;
    this.#open(firstFrames.length);
    this.#transport.isUnconfirmed = firstFrames.length > 0;
    for (const text of firstFrames) if (this.#isOpen) this.#receive(text);
  }

  read(data: Buffer, isBinary: boolean): boolean {
    this.#heartbeat.received();
    this.#transport.isUnconfirmed = false;
    // Any frame counts as an answer: the pong of a client can be behind a large message.
    if (this.#transport.isProbing) this.#webSocket.emit("pong");
    if (isBinary) this.#attach(data);
    else if (this.#isOpen) this.#receive(data.toString());
    return true;
  }

  check(): void {
    if (this.#stallWatch.isStalled(this.#webSocket)) this.endSlow("waiting-seconds");
  }

  endSlow(limit: Limit): void {
    this.#parts.services.report({ type: "limit.reached", limit, of: "socket" });
    this.#webSocket.terminate();
  }

  /** The client may join again before its TCP connection has ended. */
  left(): void {
    this.#ended(normalClosureCode);
  }

  closed(code: number): void {
    this.#heartbeat.stop();
    this.#parts.slowConsumers.delete(this);
    this.#ended(code);
  }

  #ended(code: number): void {
    const { services, leaveRequests } = this.#parts;
    this.#pending.close();
    if (this.#isClosed || !(this.#state instanceof Connection)) return;
    this.#isClosed = true;
    const reason = `close code ${code}`;
    const { id: socketId, gateway } = this.#transport;
    services.report({ type: "socket.disconnected", gateway, socketId, reason });
    leaveRequests.closed(this.#leaveId, this.#state, code === normalClosureCode);
    if (code === goingAwayCode) this.#state.goAway();
  }

  get #isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  /** Sends what the client must know before its next frame. Is written together with the response of the handshake. */
  #open(frames: number): void {
    const { heartbeat, services } = this.#parts;
    const { maxMessageBytes } = services;
    const heartbeatMs = heartbeatMsOf(heartbeat);
    const leaveId = this.#leaveId;
    this.#transport.write(framedControl("open", { leaveId, maxMessageBytes, heartbeatMs, frames }));
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
    if (this.#transport.isExtended && event.name === "pong") this.#webSocket.emit("pong");
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
    return (reply: Reply<unknown>) => this.#transport.reply(id, reply);
  }

  async #connect(data: unknown): Promise<void> {
    const reply = await this.#pending.authenticate(() => credentialsOf(data));
    if (!this.#isOpen) return;
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
    const { id: socketId, gateway } = this.#transport;
    services.report({
      type: "socket.connected",
      gateway,
      socketId,
      transport: "plain-websocket",
    });
    const connection = new Connection(services, this.#transport, identity, this.#pending);
    this.#state = connection;
    this.#parts.leaveRequests.accept(this.#leaveId, connection);
    const { maxMessageBytes } = services;
    this.#transport.write(framedControl("connected", { socketId, maxMessageBytes }));
    for (const frame of this.#held.splice(0)) {
      if (this.#isOpen) this.#handle(frame);
    }
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
}

/** Every error is followed by `close`. */
function ignore(): void {}

/** Returns the credentials of `connect`. Refuses with `bad-message`. */
function credentialsOf(data: unknown): Credentials {
  const parsed = credentialsSchema.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  throw new SignalingError(
    "bad-message",
    "the data of `connect` has another form; send the credentials as an object, such as { token }",
  );
}
