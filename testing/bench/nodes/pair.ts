import type { RawSocket } from "../../kit/raw-socket.ts";
import { socketIo } from "../dialects.ts";
import { candidate } from "../signals.ts";
import type { MeasuredCluster } from "./cluster.ts";

/** Where the two peers of a room are connected; `alone`: to the same server, which shares no rooms. */
export type Placement = "alone" | "together" | "spread";

/** Two stock clients in a room of their own. */
export interface Pair {
  readonly sender: Member;
  readonly receiver: Member;
}

interface Member {
  readonly peerId: string;
  readonly socket: RawSocket;
}

export interface Load {
  readonly messages: number;
  /** Messages in flight. */
  readonly inFlight: number;
}

let rooms = 0;

/** Connects two peers, to the same server or to two servers. */
export async function connectPair(
  cluster: MeasuredCluster,
  number: number,
  placement: Placement,
): Promise<Pair> {
  rooms += 1;
  const room = `room ${rooms}`;
  const sender = await join(cluster.url(number), "sender", room);
  const isPresent = sender.socket.receives((frame) => frame.includes('"from":"receiver"'));
  const place = placement === "spread" ? number + 1 : number;
  const receiver = await join(cluster.url(place), "receiver", room);
  // Its server may learn of the receiver a moment later.
  await isPresent;
  return { sender, receiver };
}

async function join(url: string, peerId: string, room: string): Promise<Member> {
  const socket = await socketIo.connect(url, peerId);
  const isJoined = socket.receives((frame) =>
    frame.includes(`"target":"${peerId}","connections":`),
  );
  socket.send(`42["ready","${peerId}",{"room":"${room}"}]`);
  await isJoined;
  return { peerId, socket };
}

/** Sends messages in both directions. */
export async function talkBothWays({ sender, receiver }: Pair, load: Load): Promise<void> {
  await talk({ sender, receiver }, load);
  await talk({ sender: receiver, receiver: sender }, load);
}

/**
 * Sends messages with acknowledgements from the first peer to the second one, some of them at a time. Resolves when all
 * messages have arrived in order, and all replies.
 */
export function talk({ sender, receiver }: Pair, { messages, inFlight }: Load): Promise<void> {
  let sent = 0;
  let replied = 0;
  let received = 0;
  const sendNext = () => {
    const content = candidate.text(sent);
    sender.socket.send(
      `42${sent}["messageOne",{"target":"${receiver.peerId}","message":${content}}]`,
    );
    sent += 1;
  };
  return new Promise((resolve, reject) => {
    const finish = () => {
      if (replied === messages && received === messages) resolve();
    };
    sender.socket.listen((frame) => {
      if (!/^43\d+\[\{"ok":true/.test(frame)) return reject(new Error(`a reply was ${frame}`));
      replied += 1;
      if (sent < messages) sendNext();
      finish();
    });
    receiver.socket.listen((frame) => {
      if (!frame.includes(`{"number":${received},`)) return reject(new Error(`received ${frame}`));
      received += 1;
      finish();
    });
    while (sent < Math.min(inFlight, messages)) sendNext();
  });
}

export function disconnect({ sender, receiver }: Pair): void {
  for (const { socket } of [sender, receiver]) {
    socket.send("41");
    socket.end();
  }
}
