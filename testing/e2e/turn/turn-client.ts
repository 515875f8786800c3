import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import { onTestFinished } from "vitest";
import {
  type Attribute,
  attribute,
  codes,
  encode,
  errorCodeOf,
  type Message,
  parse,
  peerAddress,
  textOf,
} from "./stun-message.ts";

export interface Credentials {
  readonly username: string;
  readonly credential: string;
}

/** The response of the TURN server: a success, or an error number (RFC 8656 §19). */
export type Verdict = "success" | number;

/** Retransmission interval over UDP, in milliseconds. */
const resendMs = 500;

/** A minimal TURN client (RFC 8656) over UDP that requests relays and permissions. */
export class TurnClient {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #host: string;
  readonly #credentials: Credentials;
  readonly #closing = new AbortController();
  #realm = "";
  #nonce = "";
  #channel = 0x4000;
  #nonces = 0;

  constructor(host: string, port: number, credentials: Credentials) {
    this.#socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    this.#host = host;
    this.#port = port;
    this.#credentials = credentials;
    // A request fails by the error of its socket. No operation can fail between requests.
    this.#socket.on("error", () => {});
    onTestFinished(() => {
      this.#closing.abort();
      this.#socket.close();
    });
  }

  /** Requests a relay address of a family: first without a credential, to receive realm and nonce. */
  async allocate(family: 4 | 6 = 4): Promise<Verdict> {
    const attributes = [
      attribute(codes.requestedTransport, Buffer.from([17, 0, 0, 0])),
      attribute(codes.requestedAddressFamily, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])),
    ];
    const challenge = await this.#request(codes.allocate, attributes);
    if (errorCodeOf(challenge) !== 401) throw new Error("a relay without a credential");
    this.#heed(challenge);
    return this.#ask(codes.allocate, attributes);
  }

  /** Refreshes the allocation. */
  refresh(): Promise<Verdict> {
    return this.#ask(codes.refresh, []);
  }

  /** Requests a permission for an address. Sends no data to it. */
  permit(address: string): Promise<Verdict> {
    return this.#ask(codes.createPermission, [peerAddress(address)]);
  }

  /** Requests a permission by a channel binding. */
  bind(address: string): Promise<Verdict> {
    const number = Buffer.from([this.#channel >> 8, this.#channel & 255, 0, 0]);
    this.#channel += 1;
    return this.#ask(codes.channelBind, [
      attribute(codes.channelNumber, number),
      peerAddress(address),
    ]);
  }

  /** The number of received nonces. */
  get nonces(): number {
    return this.#nonces;
  }

  #heed(challenge: Message): void {
    this.#nonces += 1;
    this.#realm = textOf(challenge, codes.realm) ?? this.#realm;
    this.#nonce = textOf(challenge, codes.nonce) ?? this.#nonce;
  }

  /** Replaces a stale nonce, error 438 (RFC 8489 §9.2.4), by the nonce in the response. */
  async #ask(method: number, attributes: readonly Attribute[]): Promise<Verdict> {
    const answer = await this.#request(method, [
      ...attributes,
      attribute(codes.username, Buffer.from(this.#credentials.username)),
      attribute(codes.realm, Buffer.from(this.#realm)),
      attribute(codes.nonce, Buffer.from(this.#nonce)),
    ]);
    const verdict = errorCodeOf(answer) ?? "success";
    if (verdict !== 438) return verdict;
    this.#heed(answer);
    return this.#ask(method, attributes);
  }

  async #request(method: number, attributes: readonly Attribute[]): Promise<Message> {
    const { username, credential } = this.#credentials;
    const key = this.#realm && { username, realm: this.#realm, password: credential };
    const { packet, transactionId } = encode(method, attributes, key || undefined);
    const { signal } = this.#closing;
    signal.throwIfAborted();
    const send = () => this.#socket.send(packet, this.#port, this.#host);
    const resending = setInterval(send, resendMs);
    const stop = () => clearInterval(resending);
    // At once: a timer that fires after the close of the socket would throw outside of any test.
    signal.addEventListener("abort", stop);
    try {
      send();
      for (;;) {
        const [datagram] = (await once(this.#socket, "message", { signal })) as [Buffer];
        const answer = parse(datagram);
        if (answer.transactionId.equals(transactionId)) return answer;
      }
    } finally {
      stop();
      signal.removeEventListener("abort", stop);
    }
  }
}
