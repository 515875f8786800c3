/** Answers what client1 says to it. Run it beside channel-client1 or client1, in either order. */
import { ServerChannel } from "simple-webrtc-signaling-client";
import { complain } from "./complain.ts";
import { onInterrupt } from "./on-interrupt.ts";
import { say } from "./say.ts";
import { settings } from "./settings.ts";

const channel = new ServerChannel({ peerId: "client2", ...settings });

channel.on("state", (state) => say(`client2 is ${state}`));
channel.on("error", (error) => {
  complain(error);
  process.exitCode = 1;
});
channel.onMessage(({ from, target, message }) => {
  say(`received: ${from} → ${target}: ${message}`);
  if (from === "client1" && target === "client2") {
    channel.sendTo("client1", "I hear you, client1").catch(complain);
  }
});

onInterrupt(() => channel.disconnect());
channel.connect().catch(() => {}); // why not, the event `error` has said
