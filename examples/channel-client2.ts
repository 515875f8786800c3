/** Answers what client1 says to it. Run it beside channel-client1 or client1, in either order. */
import { type SignalingError, SocketIoChannel } from "simple-webrtc-signaling-client";
import { onInterrupt } from "./on-interrupt.ts";
import { say } from "./say.ts";
import { settings } from "./settings.ts";

const channel = new SocketIoChannel({ peerId: "client2", ...settings });

channel.on("state", (state) => say(`client2 is ${state}`));
channel.on("error", complain);
channel.onMessage(({ from, target, message }) => {
  say(`heard: ${from} → ${target}: ${message}`);
  if (from === "client1" && target === "client2") {
    channel.sendTo("client1", "I hear you, client1").catch(complain);
  }
});

function complain({ code, reason }: SignalingError): void {
  say(`${code}: ${reason}`);
  if (channel.state === "closed") process.exitCode = 1;
}

onInterrupt(() => channel.disconnect());
channel.connect().catch(() => {}); // why not, the event `error` has said
