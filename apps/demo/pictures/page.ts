import { joinRoom, type Room, SocketIoChannel } from "simple-webrtc-signaling-client";
import "../src/signaling-view/signaling-view.ts";

/** On one machine signals take no time, and hardly ever meet on their way, in milliseconds. */
const wayMs = 40;

class DistantChannel extends SocketIoChannel {
  override async sendTo(target: string, content: unknown): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, wayMs));
    await super.sendTo(target, content);
  }
}

let room: Room | undefined;

/** What `make.ts` does with the page. */
const stage = {
  async join(roomName: string, peerId: string): Promise<void> {
    const { origin: url } = location;
    const channel = new DistantChannel({ url, token: "SIGNALING123", peerId, room: roomName });
    room = await joinRoom({ channel });
    const view = document.querySelector("signaling-view");
    if (view) view.room = room;
  },
  addAudio(): void {
    room?.peers[0]?.connection.addTransceiver("audio");
  },
  restartIce(): void {
    room?.peers[0]?.restartIce();
  },
};

declare global {
  interface Window {
    stage: typeof stage;
  }
}

window.stage = stage;
