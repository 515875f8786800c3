import type { Room } from "./room.ts";
import type { SampleSignal } from "./signals.ts";

/**
 * Makes the peers of a room send signals until about the given number was delivered; returns the number.
 * Rejects if any other frame arrives, or a frame arrives twice or out of order.
 */
export type Load = (room: Room, signal: SampleSignal, messages: number) => Promise<number>;

/** Describes an unexpected frame, shortened. */
export function unexpected(peerId: string, text: string, expected: string): Error {
  const shown = (frame: string) => JSON.stringify(frame.slice(0, 200));
  return new Error(`${peerId} expected ${shown(expected)} but received ${shown(text)}`);
}
