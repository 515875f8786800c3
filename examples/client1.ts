/**
 * Greets every peer, and client2 by name as soon as it is present. Run it beside client2:
 *
 *     npm run dev
 *     npm run client1
 *     npm run client2
 */
import { onInterrupt } from "./on-interrupt.ts";
import { say } from "./say.ts";
import { settings } from "./settings.ts";
import { type Envelope, isArrivalOf, SignalingChannel } from "./signaling-channel.ts";
import { textOf } from "./text-of.ts";

const channel = new SignalingChannel({ peerId: "client1", ...settings });

channel.onReady = () => say(`client1 is ready at ${settings.url}`);

channel.onMessage = (envelope: Envelope) => {
  say(`received: ${textOf(envelope)}`);
  // The answer to `ready`: from now on the others receive what this client sends.
  if (envelope.connections) greetAll();
  if (isArrivalOf("client2", envelope)) greet();
};

function greetAll(): void {
  say("sent: client1 → all: Hello everybody");
  channel.send("Hello everybody");
}

function greet(): void {
  say("sent: client1 → client2: Hello client2, do you hear me?");
  channel.sendTo("client2", "Hello client2, do you hear me?");
}

channel.connect();
onInterrupt(() => channel.disconnect());
