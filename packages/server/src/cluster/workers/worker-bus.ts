import { MessageBus, type MessageCarrier } from "../message-bus.ts";
import { ServedTopics } from "../served-topics.ts";
import type { Port, ToPrimary, ToWorker } from "./messages.ts";

/** Returns the bus of a worker. The primary process passes every message on. `failed` receives errors that are no refusals. */
export function workerBus(
  port: Port<ToPrimary, ToWorker>,
  failed: (error: unknown) => void,
): MessageBus {
  const invalid = () => failed(new Error("a worker sent a value that is no JSON text"));
  return new MessageBus({ carrier: carrierOf(port), served: new ServedTopics(failed), invalid });
}

function carrierOf(port: Port<ToPrimary, ToWorker>): MessageCarrier {
  return {
    // The primary process outlives its workers.
    isApart: false,
    send: (to, message, undelivered) => {
      // Answers are few, and their questions wait for them.
      if (message.type === "question" && port.isFull) undelivered();
      else port.send({ type: "post", to, message });
    },
  };
}
