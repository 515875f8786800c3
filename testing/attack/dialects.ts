import { socketIo as plainSocketIo } from "../kit/dialect.ts";
import type { RawSocket } from "../kit/raw-socket.ts";

/** A message that a peer receives. */
export interface Received {
  readonly from: string;
  /** The content as JSON. */
  readonly content: string;
}

/** The frames of a kind of server. Contents are JSON. */
export interface Dialect {
  address(url: string, peerId: string): string;
  /** Turns an open socket into a peer. Rejects if the server refuses. */
  join(socket: RawSocket, peerId: string, token: string): Promise<void>;
  toOne(target: string, content: string, spoofedSender?: string): string;
  /** Broadcasts to all other peers, if the server supports it. */
  toAll(content: string, others: readonly string[]): string;
  read(frame: string): Received | undefined;
}

const websocketAddress = (url: string, path: string) =>
  new URL(path, url).href.replace(/^http/, "ws");

const socketIo: Dialect = {
  address: (url) => websocketAddress(url, plainSocketIo.path),
  async join(socket, peerId, token) {
    socket.send(`40${JSON.stringify({ token })}`);
    await answer(socket, (text) => text.startsWith("40{"));
    socket.send(`42${JSON.stringify(["ready", peerId])}`);
    await answer(socket, (text) => text.includes('"connections":'));
  },
  toOne: (target, content, spoofedSender) => {
    const from = spoofedSender === undefined ? "" : `"from":${JSON.stringify(spoofedSender)},`;
    return `42["messageOne",{${from}"target":${JSON.stringify(target)},"message":${content}}]`;
  },
  toAll: (content) => `42["message",${content}]`,
  read(frame) {
    if (!frame.startsWith('42["message",')) return undefined;
    const [, envelope] = JSON.parse(frame.slice(2)) as [string, Record<string, unknown>];
    return { from: String(envelope["from"]), content: JSON.stringify(envelope["message"]) };
  },
};

const peerJs: Dialect = {
  address: (url, peerId) =>
    websocketAddress(url, `/peerjs?key=peerjs&token=t&id=${encodeURIComponent(peerId)}`),
  // The URL contains all parameters. A peer that receives its own message is connected.
  async join(socket, peerId) {
    const hello = answer(socket, (text) => text.includes('"ANSWER"'));
    socket.send(peerJs.toOne(peerId, '"hello"').replace("OFFER", "ANSWER"));
    await hello;
  },
  toOne: (target, content, spoofedSender) => {
    const src = spoofedSender === undefined ? "" : `"src":${JSON.stringify(spoofedSender)},`;
    return `{"type":"OFFER",${src}"dst":${JSON.stringify(target)},"payload":${content}}`;
  },
  // Each peer is addressed separately.
  toAll: (content, others) =>
    peerJs.toOne(others[Math.floor(Math.random() * others.length)] ?? "", content),
  read(frame) {
    const message = JSON.parse(frame) as Record<string, unknown>;
    if (message["type"] !== "OFFER") return undefined;
    return { from: String(message["src"]), content: JSON.stringify(message["payload"]) };
  },
};

export const dialects = { "socket.io": socketIo, peerjs: peerJs } as const;

/** Resolves with the wanted frame. Rejects if the connection closes first, or the server refuses. */
export async function answer(
  socket: RawSocket,
  isWanted: (text: string) => boolean,
): Promise<string> {
  const frame = socket.receives((text) => isWanted(text) || isRefusal(text));
  const text = await Promise.race([frame, socket.closed.then(() => "closed")]);
  if (isWanted(text)) return text;
  throw new Error(`refused: ${text.slice(0, 200)}`);
}

/** For both dialects. */
function isRefusal(text: string): boolean {
  return /^44|^42\["(uniquenessError|signalingError)"|^\{"type":"(ERROR|ID-TAKEN)"/.test(text);
}
