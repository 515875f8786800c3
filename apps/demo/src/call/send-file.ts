import { fileLabel, largestFile, type Offer, sha256Of } from "../files/control.ts";
import { SendingFile } from "../files/sending.ts";
import type { Call } from "./call.ts";
import { noSafeFiles, sizeWords } from "./words.ts";

/** Offers a file to everyone who is in the call now. Resolves with the reason, in words, if it cannot. */
export async function sendFile(call: Call, file: File): Promise<string | undefined> {
  if (call.participants.length === 0) return "Nobody else is here to receive a file.";
  if (!isSecureContext) return noSafeFiles;
  if (file.size > largestFile) {
    return `“${file.name}” is ${sizeWords(file.size)}; the limit is ${sizeWords(largestFile)}.`;
  }
  const content = await file.arrayBuffer().catch(() => undefined);
  if (!content) return `“${file.name}” could not be read. Send a folder as an archive file.`;
  const sha256 = await sha256Of(content);
  offer(call, content, { type: "offer", name: file.name, size: content.byteLength, sha256 });
  return undefined;
}

function offer(call: Call, content: ArrayBuffer, theOffer: Offer): void {
  const present = call.participants.filter(({ peer }) => !peer.isOver);
  const copies = present.map(({ peer }) => {
    const channel = peer.createDataChannel(fileLabel);
    return {
      to: call.nameOf(peer.id),
      transfer: new SendingFile({ channel, offer: theOffer, content }),
    };
  });
  call.timeline.add({ kind: "sent-file", offer: theOffer, copies });
}
