import { type Load, unexpected } from "./load.ts";
import type { Room } from "./room.ts";
import type { SampleSignal } from "./signals.ts";

/** `message`: one peer broadcasts, and continues when all other peers have received the message. */
export const fanOut: Load = async (room, signal, messages) => {
  const listeners = room.peers.length - 1;
  const broadcasts = Math.ceil(messages / listeners);
  for (let number = 0; number < broadcasts; number += 1) await tellAll(room, signal, number);
  return broadcasts * listeners;
};

function tellAll({ peers, dialect }: Room, signal: SampleSignal, number: number): Promise<void> {
  const [sender, ...others] = peers;
  const { toAll } = dialect;
  if (!sender || !toAll) throw new Error("an empty room, or a server without messages to all");
  const content = signal.text(number);
  const expected = toAll.received(sender.id, content);
  const waiting = new Set(others);
  return new Promise((resolve, reject) => {
    sender.socket.listen((text) => reject(unexpected(sender.id, text, "nothing")));
    for (const other of others) {
      other.socket.listen((text) => {
        if (text !== expected) return reject(unexpected(other.id, text, expected));
        if (!waiting.delete(other)) return reject(unexpected(other.id, text, "nothing more"));
        if (waiting.size === 0) resolve();
      });
    }
    sender.socket.send(toAll.sent(content));
  });
}
