import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { joinMessageOf } from "./join-id.ts";

export interface JoinChannelOptions {
  readonly channel: Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;
  /** The own join id. */
  readonly joinId: string;
  /** The other peer and its join id. */
  readonly remotePeerId: string;
  readonly remoteJoinId: string;
}

/** Returns a channel that carries only the signals between one join of this peer and one join of the other peer. */
export function joinChannel({
  channel,
  joinId,
  remotePeerId,
  remoteJoinId,
}: JoinChannelOptions): Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage"> {
  return {
    peerId: channel.peerId,
    sendTo: (target, content) =>
      channel.sendTo(target, { ...(content as object), visit: joinId, to: remoteJoinId }),
    onMessage: (listener) =>
      channel.onMessage((envelope) => {
        const joinMessage = joinMessageOf(envelope.message);
        const isBetween =
          envelope.from === remotePeerId &&
          joinMessage?.visit === remoteJoinId &&
          joinMessage.to === joinId &&
          joinMessage.say === undefined;
        if (isBetween) listener(envelope);
      }),
  };
}
