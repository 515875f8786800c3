import type { RawSocket } from "../../kit/raw-socket.ts";
import { socketIo } from "../dialects.ts";
import { candidate } from "../signals.ts";
import type { MeasuredCluster } from "./cluster.ts";

/** Where the two peers of a room are connected. */
export type Placement = "together" | "spread";

/** Two stock clients in a room of their own. */
export interface Pair {
  readonly sender: RawSocket;
  readonly receiver: RawSocket;
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
  const sender = await socketIo.connect(cluster.url(number), "sender");
  await join(sender, "sender", room);
  const isPresent = sender.receives((frame) => frame.includes('"from":"receiver"'));
  const place = placement === "together" ? number : number + 1;
  const receiver = await socketIo.connect(cluster.url(place), "receiver");
  await join(receiver, "receiver", room);
  // Its server may learn of the receiver a moment later.
  await isPresent;
  return { sender, receiver };
}

async function join(socket: RawSocket, id: string, room: string): Promise<void> {
  const isJoined = socket.receives((frame) => frame.includes(`"target":"${id}","connections":`));
  socket.send(`42["ready","${id}",{"room":"${room}"}]`);
  await isJoined;
}

/**
 * Sends messages with acknowledgements from the first peer to the second one, some of them at a time. Resolves when all
 * messages have arrived in order, and all replies.
 */
export function talk(
  { sender, receiver }: Pair,
  { messages, inFlight }: { readonly messages: number; readonly inFlight: number },
): Promise<void> {
  let sent = 0;
  let replied = 0;
  let received = 0;
  const sendNext = () => {
    const content = candidate.text(sent);
    sender.send(`42${sent}["messageOne",{"target":"receiver","message":${content}}]`);
    sent += 1;
  };
  return new Promise((resolve, reject) => {
    const finish = () => {
      if (replied === messages && received === messages) resolve();
    };
    sender.listen((frame) => {
      if (!/^43\d+\[\{"ok":true/.test(frame)) return reject(new Error(`a reply was ${frame}`));
      replied += 1;
      if (sent < messages) sendNext();
      finish();
    });
    receiver.listen((frame) => {
      if (!frame.includes(`{"number":${received},`)) return reject(new Error(`received ${frame}`));
      received += 1;
      finish();
    });
    while (sent < Math.min(inFlight, messages)) sendNext();
  });
}

export function disconnect({ sender, receiver }: Pair): void {
  sender.send("41");
  receiver.send("41");
  sender.end();
  receiver.end();
}
