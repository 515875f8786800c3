import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { greetingOf } from "./join-id.ts";

export interface JoinChannelOptions {
  readonly channel: Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">;
  /** The own visit. */
  readonly joinId: string;
  /** The other peer, and its visit. */
  readonly remotePeerId: string;
  readonly remoteJoinId: string;
}

/** The part of a channel that is between one visit of the one peer and one visit of the other. */
export function joinChannel({
  channel,
  joinId: visit,
  remotePeerId,
  remoteJoinId: remoteVisit,
}: JoinChannelOptions): Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage"> {
  return {
    peerId: channel.peerId,
    sendTo: (target, content) =>
      channel.sendTo(target, { ...(content as object), visit, to: remoteVisit }),
    onMessage: (listener) =>
      channel.onMessage((envelope) => {
        const greeting = greetingOf(envelope.message);
        const isBetween =
          envelope.from === remotePeerId &&
          greeting?.visit === remoteVisit &&
          greeting.to === visit &&
          greeting.say === undefined;
        if (isBetween) listener(envelope);
      }),
  };
}
