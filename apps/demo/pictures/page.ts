import { joinRoom, type Room, ServerChannel } from "simple-webrtc-signaling-client";
import "simple-webrtc-signaling-view";

/** A delay of each signal, in milliseconds: on one machine, offers would hardly ever cross otherwise. */
const wayMs = 40;

class DistantChannel extends ServerChannel {
  override async sendTo(target: string, content: unknown): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, wayMs));
    await super.sendTo(target, content);
  }
}

let room: Room | undefined;

/** The functions that `make.ts` calls in the page. */
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
