import type { Signal } from "./signal.ts";

/** One step of an exchange, for whoever wants to watch it. */
export type NegotiationEvent =
  | { readonly type: "sent" | "received"; readonly atMs: number; readonly signal: Signal }
  /** Two offers met. Who is polite takes its own back (`rolled-back`), who is not ignores the other's. */
  | { readonly type: "rolled-back" | "ignored-offer"; readonly atMs: number }
  /** A candidate of a generation that is over. */
  | { readonly type: "dropped-candidate"; readonly atMs: number }
  /** `attempt`: counts those in a row. */
  | { readonly type: "ice-restart"; readonly atMs: number; readonly attempt: number };
