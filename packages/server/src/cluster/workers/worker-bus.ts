import type { Report } from "../../telemetry/fact.ts";
import { MessageBus, type MessageCarrier } from "../message-bus.ts";
import { ServedTopics } from "../served-topics.ts";
import type { Port, ToPrimary, ToWorker } from "./messages.ts";

/** Returns the bus of a worker. The primary process passes every message on. */
export function workerBus(port: Port<ToPrimary, ToWorker>, report: Report): MessageBus {
  const defect = (error: unknown) => report({ type: "request.failed", error });
  const invalid = () => defect(new Error("a worker sent a value that is no JSON text"));
  const served = new ServedTopics(defect);
  const failed = (node: string, id: number) => bus.failed(node, id);
  const bus = new MessageBus({ carrier: carrierOf(port, failed), served, invalid, report });
  return bus;
}

type Failed = (node: string, id: number) => void;

function carrierOf(port: Port<ToPrimary, ToWorker>, failed: Failed): MessageCarrier {
  return {
    // The primary process outlives its workers.
    isApart: false,
    send: (to, message) => {
      // Answers are few, and their questions wait for them.
      if (message.type !== "question" || !port.isFull) port.send({ type: "post", to, message });
      else if (message.id !== undefined) failed(to, message.id);
    },
  };
}
