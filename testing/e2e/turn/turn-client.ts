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

/** How the TURN server answers: it does what is asked, or refuses with a number (RFC 8656 §19). */
export type Verdict = "success" | number;

/** Asks again after this time, as one does by UDP, in milliseconds. */
const resendMs = 500;

/** A TURN client (RFC 8656) over UDP: as much of one as it takes to ask for a relay and for peers. */
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
    // A request fails by the error of its socket; between requests there is nothing that could fail.
    this.#socket.on("error", () => {});
    onTestFinished(() => {
      this.#closing.abort();
      this.#socket.close();
    });
  }

  /** Asks for a relay address of a family: without a credential first, to be told realm and nonce. */
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

  /** Asks to keep the relay address, as one does every few minutes. */
  refresh(): Promise<Verdict> {
    return this.#ask(codes.refresh, []);
  }

  /** Asks to relay to and from an address. Nothing is sent there. */
  permit(address: string): Promise<Verdict> {
    return this.#ask(codes.createPermission, [peerAddress(address)]);
  }

  /** The same in the other way there is: by a channel. */
  bind(address: string): Promise<Verdict> {
    const number = Buffer.from([this.#channel >> 8, this.#channel & 255, 0, 0]);
    this.#channel += 1;
    return this.#ask(codes.channelBind, [
      attribute(codes.channelNumber, number),
      peerAddress(address),
    ]);
  }

  /** How many nonces it was given. */
  get nonces(): number {
    return this.#nonces;
  }

  #heed(challenge: Message): void {
    this.#nonces += 1;
    this.#realm = textOf(challenge, codes.realm) ?? this.#realm;
    this.#nonce = textOf(challenge, codes.nonce) ?? this.#nonce;
  }

  /** A nonce that is too old, 438 (RFC 8489 §9.2.4), is replaced by the one that comes with the answer. */
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
    // At once: a timer that fires after the socket is closed would throw outside of any test.
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
