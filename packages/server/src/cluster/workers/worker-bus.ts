import type { Report } from "../../telemetry/fact.ts";
import { MessageBus, type MessageCarrier } from "../message-bus.ts";
import { ServedTopics } from "../served-topics.ts";
import type { Port, ToPrimary, ToWorker } from "./messages.ts";

/** Returns the bus of a worker. The primary process passes every message on. */
export function workerBus(port: Port<ToPrimary, ToWorker>, report: Report): MessageBus {
  const failed = (error: unknown) => report({ type: "request.failed", error });
  const invalid = () => failed(new Error("a worker sent a value that is no JSON text"));
  const served = new ServedTopics(failed);
  return new MessageBus({ carrier: carrierOf(port), served, invalid, report });
}

function carrierOf(port: Port<ToPrimary, ToWorker>): MessageCarrier {
  return {
    // The primary process outlives its workers.
    isApart: false,
    send: (to, message, undelivered) => {
      // Answers are few, and their questions wait for them.
      if (message.type === "question" && port.isFull) undelivered?.();
      else port.send({ type: "post", to, message });
    },
  };
}
