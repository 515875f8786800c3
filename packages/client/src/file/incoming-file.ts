import type { Unsubscribe } from "../base/emitter.ts";
import { listenTo } from "../base/listen-to.ts";
import type { Room } from "../room/room.ts";
import { bytesOf } from "../webrtc/data.ts";
import type { Peer } from "../webrtc/peer.ts";
import { limitAbsence, onLoss } from "./absence.ts";
import { type Control, controlOf, type Offer } from "./control.ts";
import { FileTransferError } from "./file-error.ts";
import { Progress } from "./progress.ts";
import { sha256Of } from "./sha256.ts";
import type { TransferOptions } from "./transfer-options.ts";

/** A file that a peer offers. No content arrives before {@link accept}. */
export interface FileOffer {
  readonly peer: Peer;
  /**
   * The name that the sender chose, without path separators and invisible characters. It is a text to show and nothing else:
   * never use it as a path, as HTML or as proof of the kind of the file.
   */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: string;
  /**
   * Is aborted with a {@link FileTransferError} when the file cannot be accepted any more: the sender canceled or is gone, or
   * this peer declined.
   */
  readonly withdrawn: AbortSignal;
  /**
   * Receives the file. Resolves with the content after its SHA-256 was verified; the type is always `application/octet-stream`.
   * Rejects with a {@link FileTransferError}, or with the reason of `signal` if it is aborted.
   */
  accept(options?: TransferOptions): Promise<Blob>;
  /** Declines the file. Does nothing after `accept`. */
  decline(): void;
}

/** One file that a peer offers and sends, on one channel after another if the connection is lost. */
export class IncomingFile implements FileOffer {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly #resumeMs: number;
  readonly #withdrawal = new AbortController();
  #peer: Peer;
  #channel: RTCDataChannel | undefined;
  #result: Promise<Blob> | undefined;
  #settle: { resolve(content: Blob): void; reject(error: unknown): void } | undefined;
  readonly #room: Room;
  #offSignal: Unsubscribe = () => {};
  #offChannel: Unsubscribe = () => {};
  #offAbsence: Unsubscribe = () => {};
  #progress: Progress;
  #content = new Uint8Array(0);
  #bytes = 0;
  /** The last text to the sender, which is repeated if the sender did not receive it. */
  #final: Control | undefined;

  constructor(room: Room, peer: Peer, { name, size, sha256 }: Offer, resumeMs: number) {
    this.#room = room;
    this.#peer = peer;
    this.name = name;
    this.size = size;
    this.sha256 = sha256;
    this.#resumeMs = resumeMs;
    this.#progress = new Progress(size, undefined);
  }

  get peer(): Peer {
    return this.#peer;
  }

  get withdrawn(): AbortSignal {
    return this.#withdrawal.signal;
  }

  get isOver(): boolean {
    return this.#final !== undefined;
  }

  get isUndecided(): boolean {
    return !this.#result && !this.#final;
  }

  accept({ signal, onProgress }: TransferOptions = {}): Promise<Blob> {
    this.#result ??= new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      const { withdrawn } = this;
      if (withdrawn.aborted) return this.#settle.reject(withdrawn.reason);
      if (signal?.aborted) return this.#cancel(signal.reason);
      this.#offSignal = listenTo(signal, "abort", () => this.#cancel(signal?.reason));
      this.#progress = new Progress(this.size, onProgress);
      try {
        this.#content = new Uint8Array(this.size);
      } catch (cause) {
        const reason = `this device has no memory for ${this.size} bytes`;
        return this.#cancel(new FileTransferError("too-large", reason, { cause }));
      }
      this.#request();
    });
    return this.#result;
  }

  decline(): void {
    if (this.#result) return;
    const reason = "this peer declined the file";
    this.#end(new FileTransferError("declined", reason), { type: "decline" });
  }

  /** Continues on a channel of the sender, which carried the offer. */
  attach(peer: Peer, channel: RTCDataChannel): void {
    this.#offAbsence();
    this.#offChannel();
    this.#peer = peer;
    this.#channel = channel;
    channel.addEventListener("message", ({ data }) => {
      if (channel !== this.#channel) return;
      if (typeof data !== "string") this.#receive(ArrayBuffer.isView(data) ? bytesOf(data) : data);
      else if (controlOf(data)?.type === "cancel") this.#handleCancel();
    });
    this.#offChannel = onLoss(this.#room, peer, channel, () => this.#await());
    if (this.#final) this.#say(this.#final);
    else if (this.#settle) this.#request();
  }

  #request(): void {
    // Also of a sender that has nothing left to send, and waits for the result of the check.
    this.#progress.enter("moving", this.#bytes);
    this.#say({ type: "accept", bytes: this.#bytes });
    if (this.#bytes === this.size) void this.#check();
  }

  #receive(chunk: ArrayBuffer): void {
    if (this.#final || !this.#settle) return;
    if (this.#bytes + chunk.byteLength > this.size) {
      this.#refuse();
      return;
    }
    this.#content.set(new Uint8Array(chunk), this.#bytes);
    this.#bytes += chunk.byteLength;
    if (this.#bytes === this.size) void this.#check();
    else this.#progress.enter("moving", this.#bytes);
  }

  async #check(): Promise<void> {
    this.#progress.enter("checking", this.size);
    try {
      if ((await sha256Of(this.#content)) !== this.sha256) return this.#refuse();
    } catch (error) {
      return this.#cancel(error);
    }
    if (this.#final) return;
    // No other type: a page from another person must not open with the origin of this one.
    const content = new Blob([this.#content], { type: "application/octet-stream" });
    this.#settle?.resolve(content);
    this.#end(undefined, { type: "verified" });
  }

  #refuse(): void {
    const reason = `the file of peer "${this.#peer.id}" arrived damaged and was discarded`;
    this.#end(new FileTransferError("damaged", reason), { type: "damaged" });
  }

  #cancel(reason: unknown): void {
    this.#end(reason, { type: "cancel" });
  }

  #handleCancel(): void {
    const reason = `peer "${this.#peer.id}" canceled the transfer`;
    this.#end(new FileTransferError("canceled", reason), { type: "cancel" });
    this.#channel?.close();
  }

  /** The connection was lost: waits for another channel of the sender. */
  #await(): void {
    this.#offChannel();
    // A browser can still deliver messages of the lost channel.
    this.#channel = undefined;
    if (this.#final) return;
    this.#progress.enter("waiting");
    this.#offAbsence = limitAbsence(this.#room, this.#resumeMs, () => {
      const reason = `the connection to peer "${this.#peer.id}" was lost, and the peer did not return`;
      this.#cancel(new FileTransferError("peer-gone", reason));
    });
  }

  #say(control: Control): void {
    if (this.#channel?.readyState === "open") this.#channel.send(JSON.stringify(control));
  }

  #end(error: unknown, final: Control): void {
    if (this.#final) return;
    this.#final = final;
    // The sender closes the channel, so that this text arrives.
    this.#say(final);
    this.#offSignal();
    this.#offAbsence();
    this.#content = new Uint8Array(0);
    if (error === undefined) return;
    if (this.#settle) this.#settle.reject(error);
    else this.#withdrawal.abort(error);
  }
}
