import { type Load, unexpected } from "./load.ts";
import type { Peer, Room } from "./room.ts";
import type { SampleSignal } from "./signals.ts";

export const pairs = 8;

/** Number of messages of a pair in flight. */
export const messagesInFlight = 4;

/** `messageOne`: pairs of peers, in each of which one peer sends all messages to the other. */
export const relay: Load = async (room, signal, messages) => {
  const each = Math.ceil(messages / pairs);
  const talks = Array.from({ length: pairs }, (_, pair) => {
    const [sender, receiver] = room.peers.slice(2 * pair);
    if (!sender || !receiver) throw new Error(`${room.peers.length} peers are not ${pairs} pairs`);
    return talk({ room, signal, sender, receiver, messages: each });
  });
  await Promise.all(talks);
  return pairs * each;
};

interface Talk {
  readonly room: Room;
  readonly signal: SampleSignal;
  readonly sender: Peer;
  readonly receiver: Peer;
  readonly messages: number;
}

function talk({ room, signal, sender, receiver, messages }: Talk): Promise<void> {
  const { toOne } = room.dialect;
  let sent = 0;
  let received = 0;
  const sendNext = () => {
    sender.socket.send(toOne.sent(receiver.id, signal.text(sent)));
    sent += 1;
  };
  return new Promise((resolve, reject) => {
    sender.socket.listen((text) => reject(unexpected(sender.id, text, "nothing")));
    receiver.socket.listen((text) => {
      const expected = toOne.received(sender.id, receiver.id, signal.text(received));
      if (text !== expected) return reject(unexpected(receiver.id, text, expected));
      received += 1;
      if (sent < messages) sendNext();
      else if (received === messages) resolve();
    });
    while (sent < Math.min(messagesInFlight, messages)) sendNext();
  });
}
