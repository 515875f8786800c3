import type { Signal } from "./signal.ts";

/** One step of a negotiation, for display and debugging. `atMs` is the time as of `Date.now()`. */
export type NegotiationEvent =
  | { readonly type: "sent" | "received"; readonly atMs: number; readonly signal: Signal }
  /** Glare: two offers collided. The polite peer rolls its own offer back; the impolite peer ignores the other offer. */
  | { readonly type: "rolled-back" | "ignored-offer"; readonly atMs: number }
  /** A candidate of an outdated ICE generation was dropped. */
  | { readonly type: "dropped-candidate"; readonly atMs: number }
  /** ICE was restarted. `attempt` counts successive restarts. */
  | { readonly type: "ice-restart"; readonly atMs: number; readonly attempt: number };
