import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { normalClosureCode } from "./close-codes.ts";
import type { FairReading, Reading } from "./fair-reading.ts";
import type { Outbox } from "./outbox.ts";

/** The parts that all sockets of a server share. */
export interface DirectParts {
  readonly outbox: Outbox;
  readonly fairReading: FairReading;
}

/** Receives what happens on a WebSocket, without a listener for each kind of event. */
export interface DirectReader {
  /** Handles a message. Returns `false` if the listeners of the socket are to handle it. */
  read(data: Buffer, isBinary: boolean): boolean;
  /** Is called when the client disconnects explicitly. `closed` follows when the TCP connection has ended. */
  left?(): void;
  /** Is called once, after the listeners of the socket, with the close code (RFC 6455 §7.1.5). */
  closed(code: number): void;
}

/**
 * A WebSocket with a short way for frequent messages. Received messages skip the listeners of the socket. Frames are written to
 * the TCP connection, together with the other frames of this iteration of the event loop. Frames of `send` keep their place
 * in the order.
 */
export class DirectWebSocket extends WebSocket {
  #parts: DirectParts | undefined;
  #connection: Socket | undefined;
  #reader: DirectReader | undefined;
  readonly #reading: Reading = { turn: 0, messages: 0 };

  /** Is called once, right after the upgrade, with the TCP connection. */
  begin(parts: DirectParts, connection: Socket): void {
    this.#parts = parts;
    this.#connection = connection;
  }

  /** Passes messages to this reader first. */
  readBy(reader: DirectReader): void {
    this.#reader = reader;
  }

  /** The bytes that the operating system has not accepted yet. */
  get waitingBytes(): number {
    return this.#connection?.writableLength ?? 0;
  }

  /** The bytes that the operating system has accepted. */
  get acceptedBytes(): number {
    const { bytesWritten = 0, writableLength = 0 } = this.#connection ?? {};
    return bytesWritten - writableLength;
  }

  /** Writes a complete frame. Returns `false` if the socket is not open. */
  writeFrame(frame: Uint8Array): boolean {
    const connection = this.#connection;
    if (!connection?.writable || this.readyState !== WebSocket.OPEN) return false;
    this.#parts?.outbox.write(connection, frame);
    return true;
  }

  /** `ws` passes the code of the client's close frame, and this server closes nothing with the normal code. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason);
    if (code === normalClosureCode) this.#reader?.left?.();
  }

  override emit(name: string | symbol, ...values: unknown[]): boolean {
    if (name === "message") {
      this.#parts?.fairReading.count(this, this.#reading);
      const [data, isBinary] = values;
      if (this.#reader?.read(data as Buffer, isBinary as boolean)) return true;
    }
    const hasListeners = super.emit(name, ...values);
    if (name === "close") this.#reader?.closed(values[0] as number);
    return hasListeners;
  }
}
