import type { Report } from "../../telemetry/fact.ts";
import { type Message, MessageBus, type MessageCarrier } from "../message-bus.ts";
import type { ServedTopics } from "../served-topics.ts";
import type { RedisClock } from "./clock.ts";
import type { RedisConnection } from "./connection.ts";
import { type Frame, frameIn, frameText, messageText, receiptsText } from "./frame.ts";
import { Outbox, type Waiting } from "./outbox.ts";

/** A frame of a greater age is not delivered, because its sender has given it up, in milliseconds. */
const longestAgeMs = 2_000;

export interface RedisBusOptions {
  readonly node: string;
  readonly connection: RedisConnection;
  readonly clock: RedisClock;
  readonly served: ServedTopics;
  /** A frame was not delivered. */
  readonly refused: (reason: "invalid" | "late") => void;
  readonly report: Report;
}

/** The bus of a node, over the channels of Redis. */
export class RedisBus extends MessageBus {
  readonly #clock: RedisClock;
  readonly #refused: RedisBusOptions["refused"];

  constructor(options: RedisBusOptions) {
    const { served, clock, refused, report } = options;
    const carrier = new FrameCarrier(options, (node, id) => this.failed(node, id));
    super({
      carrier,
      served,
      report,
      invalid: () => refused("invalid"),
    });
    this.#clock = clock;
    this.#refused = refused;
  }

  /** Receives the text of a frame from the node's channel. */
  receiveFrame(text: string): void {
    const frame = frameIn(text);
    if (!frame) this.#refused("invalid");
    else if (this.#isLate(frame)) this.#refused("late");
    else for (const message of frame.messages) this.receive(frame.from, message);
  }

  #isLate({ sentAtMs }: Frame): boolean {
    const { nowMs } = this.#clock;
    return nowMs === undefined || nowMs - sentAtMs > longestAgeMs;
  }
}

type Failed = (node: string, id: number) => void;

/** Sends one publication for each node and turn of the event loop. */
class FrameCarrier implements MessageCarrier {
  readonly #options: RedisBusOptions;
  readonly #failed: Failed;
  readonly #outbox: Outbox;

  constructor(options: RedisBusOptions, failed: Failed) {
    const { connection } = options;
    this.#options = options;
    this.#failed = failed;
    this.#outbox = new Outbox(
      (node, waiting) => this.#publish(node, waiting),
      () => connection.flush(),
    );
    connection.beforeScript = () => this.#outbox.flush();
  }

  get isApart(): boolean {
    return this.#options.connection.isApart;
  }

  send(node: string, message: Message): void {
    const id = message.type === "question" ? message.id : undefined;
    if (this.isApart) {
      if (id !== undefined) this.#failed(node, id);
    } else if (message.type === "answer" && message.value === "null") {
      this.#outbox.addReceipt(node, message.id);
    } else this.#outbox.add(node, messageText(message), id);
  }

  #publish(node: string, { texts, questions, receipts }: Waiting): void {
    const { node: from, connection, clock } = this.#options;
    const fail = () => {
      for (const id of questions) this.#failed(node, id);
    };
    if (receipts.length > 0) texts.push(receiptsText(receipts));
    connection.publish(node, frameText(from, clock.nowMs ?? 0, texts)).then((receivers) => {
      if (receivers === 0) fail();
    }, fail);
  }
}
