import { SendingFile } from "../files/sending.ts";
import { largestFile } from "../files/transfer.ts";
import type { Call } from "./call.ts";
import { noSafeFiles, sizeWords } from "./words.ts";

/** Offers a file to everyone who is in the call now. Returns the reason, in words, if it cannot. */
export function sendFile(call: Call, file: File): string | undefined {
  const present = call.participants.filter(({ peer }) => !peer.isOver);
  if (present.length === 0) return "Nobody else is here to receive a file.";
  if (!isSecureContext) return noSafeFiles;
  if (file.size > largestFile) {
    return `“${file.name}” is ${sizeWords(file.size)}; the limit is ${sizeWords(largestFile)}.`;
  }
  const copies = present.map(({ peer }) => ({
    to: call.nameOf(peer.id),
    transfer: new SendingFile(call.room, peer, file),
  }));
  call.timeline.add({ kind: "sent-file", copies });
  return undefined;
}
