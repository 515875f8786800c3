import type { RTCDataChannel, RTCPeerConnection } from "werift";
import { say } from "../say.ts";

/** The other side has this long to agree that a channel is closed. */
const millisecondsToClose = 1_000;

/** Ends the program: it cannot do what it is for. */
export function giveUp(reason: unknown): never {
  process.stderr.write(`${reason instanceof Error ? reason.message : reason}\n`);
  process.exit(1);
}

/** Ends the program when the other side closes the channel, or falls silent (RFC 7675: for 30 s). */
export function endWithOther(connection: RTCPeerConnection, channel: RTCDataChannel): void {
  channel.addEventListener("close", () => {
    say("the other side has closed the data channel");
    process.exit(0);
  });
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === "failed") giveUp("The other side does not answer any more.");
  };
}

/** Closes a channel so that the other side knows of it; that is more than the end of a process tells. */
export function close(channel: RTCDataChannel): Promise<void> {
  channel.removeAllListeners("close");
  return new Promise((resolve) => {
    setTimeout(resolve, millisecondsToClose);
    channel.addEventListener("close", () => resolve());
    channel.close();
  });
}
