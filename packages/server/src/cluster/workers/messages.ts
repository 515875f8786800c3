import type { NodeCard } from "../cluster.ts";
import type { Message } from "../message-bus.ts";
import type { DirectoryStore, StoreEvent } from "../store.ts";

/** The name of an operation of the store. */
export type OperationName = Exclude<keyof DirectoryStore, "isApart">;

/** A message of a worker to the primary process. */
export type ToPrimary =
  | {
      readonly type: "join";
      readonly node: string;
      readonly card: NodeCard;
      readonly graceMs: number;
    }
  | {
      readonly type: "call";
      readonly id: number;
      readonly operation: OperationName;
      readonly parameters: readonly unknown[];
    }
  | { readonly type: "post"; readonly to: string; readonly message: Message }
  | { readonly type: "leave" };

/** A message of the primary process to a worker. */
export type ToWorker =
  | { readonly type: "cards"; readonly cards: ReadonlyMap<string, NodeCard> }
  | { readonly type: "event"; readonly event: StoreEvent }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "message"; readonly from: string; readonly message: Message }
  /** The question cannot reach its node. */
  | { readonly type: "undelivered"; readonly to: string; readonly id: number };

/** One end of the channel between the primary process and a worker. Messages arrive in the order in which they were sent. */
export interface Port<Sent, Received> {
  send(message: Sent): void;
  /** The other process takes so few messages that more would fill the memory of this one. */
  readonly isFull: boolean;
  onMessage(listener: (message: Received) => void): void;
}
