import type { Peer, Room } from "simple-webrtc-signaling-client";
import { sendFile } from "simple-webrtc-signaling-client/file";
import { largestFile, Transfer } from "./transfer.ts";

/** A file that is offered to one peer, and sent if that accepts. */
export class SendingFile extends Transfer {
  constructor(room: Room, peer: Peer, file: File) {
    super(file);
    const sent = sendFile(room, peer, file, { ...this.options, maxBytes: largestFile });
    void this.follow(sent.then(() => undefined));
  }
}
