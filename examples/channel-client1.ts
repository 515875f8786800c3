/**
 * client1 on this project's own client, its signaling channel alone. Either client2 goes with it:
 *
 *     npm run dev
 *     npm run channel-client1
 *     npm run channel-client2
 */
import { ServerChannel } from "simple-webrtc-signaling-client";
import { complain } from "./complain.ts";
import { onInterrupt } from "./on-interrupt.ts";
import { say } from "./say.ts";
import { settings } from "./settings.ts";

const channel = new ServerChannel({ peerId: "client1", ...settings });

channel.on("state", (state) => say(`client1 is ${state}`));
channel.on("error", (error) => {
  complain(error);
  process.exitCode = 1;
});
channel.on("ready", (peers) => {
  say(`here already: ${peers.map(({ peerId }) => peerId).join(", ") || "nobody"}`);
  channel.send("Hello everybody").catch(complain);
  if (peers.some(({ peerId }) => peerId === "client2")) greet();
});
channel.on("open", ({ peerId }) => {
  say(`${peerId} has come`);
  if (peerId === "client2") greet();
});
channel.on("close", (peerId) => say(`${peerId} has gone`));
channel.onMessage(({ from, target, message }) => say(`received: ${from} → ${target}: ${message}`));

function greet(): void {
  channel.sendTo("client2", "Hello client2, do you hear me?").catch(complain);
}

onInterrupt(() => channel.disconnect());
say(`client1 looks for a server at ${settings.url}`);
channel.connect().catch(() => {}); // why not, the event `error` has said
