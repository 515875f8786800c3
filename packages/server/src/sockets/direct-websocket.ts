import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { normalClosureCode } from "./close-codes.ts";
import type { Outbox } from "./outbox.ts";

/** The parts that all sockets of a server share, and the TCP connection of this one. */
export interface DirectParts {
  readonly connection: Socket;
  readonly outbox: Outbox;
  /** Counts one received message. */
  readonly count: () => void;
}

/** Handles a text message. Returns `false` if the listeners of the socket are to handle it. */
export type TextReader = (data: Buffer) => boolean;

/**
 * A WebSocket with a short way for frequent messages. Received texts skip the listeners of the socket. Frames are written to
 * the TCP connection, together with the other frames of this iteration of the event loop. Frames of `send` keep their place
 * in the order.
 */
export class DirectWebSocket extends WebSocket {
  #parts: DirectParts | undefined;
  #read: TextReader | undefined;
  #left = () => {};

  /** Is called once, right after the upgrade. */
  begin(parts: DirectParts): void {
    this.#parts = parts;
  }

  /** Passes texts to this reader first. */
  readTexts(read: TextReader | undefined): void {
    this.#read = read;
  }

  /** Calls the listener when the client disconnects explicitly. The event `close` follows when the TCP connection has ended. */
  whenLeft(left: () => void): void {
    this.#left = left;
  }

  /** The bytes that the operating system has not accepted yet. */
  get waitingBytes(): number {
    return this.#parts?.connection.writableLength ?? 0;
  }

  /** The bytes that the operating system has accepted. */
  get acceptedBytes(): number {
    const { bytesWritten = 0, writableLength = 0 } = this.#parts?.connection ?? {};
    return bytesWritten - writableLength;
  }

  /** Writes a complete frame. Returns `false` if the socket is not open. */
  writeFrame(frame: Uint8Array): boolean {
    const parts = this.#parts;
    if (!parts || this.readyState !== WebSocket.OPEN || !parts.connection.writable) return false;
    parts.outbox.write(parts.connection, frame);
    return true;
  }

  /** `ws` passes the code of the client's close frame, and this server closes nothing with the normal code. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason);
    if (code === normalClosureCode) this.#left();
  }

  override emit(name: string | symbol, ...values: unknown[]): boolean {
    if (name === "message") {
      this.#parts?.count();
      const [data, isBinary] = values;
      if (!isBinary && this.#read?.(data as Buffer)) return true;
    }
    return super.emit(name, ...values);
  }
}
