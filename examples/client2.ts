/** Answers what client1 says to it. Run it beside client1, in either order. */
import { onInterrupt } from "./on-interrupt.ts";
import { say } from "./say.ts";
import { settings } from "./settings.ts";
import { type Envelope, SignalingChannel } from "./signaling-channel.ts";
import { textOf } from "./text-of.ts";

const channel = new SignalingChannel({ peerId: "client2", ...settings });

channel.onReady = () => say(`client2 is ready at ${settings.url}`);

channel.onMessage = (envelope: Envelope) => {
  say(`received: ${textOf(envelope)}`);
  // A message to everyone, such as presence, needs no answer.
  if (envelope.from === "client1" && envelope.target === "client2") answer();
};

function answer(): void {
  say("sent: client2 → client1: I hear you, client1");
  channel.sendTo("client1", "I hear you, client1");
}

channel.connect();
onInterrupt(() => channel.disconnect());
