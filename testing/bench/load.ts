import type { Room } from "./room.ts";
import type { SampleSignal } from "./signals.ts";

/**
 * Lets the peers of a room send signals until about so many were delivered; returns how many.
 * Rejects as soon as anything but the expected frames, each once and in order, arrives.
 */
export type Load = (room: Room, signal: SampleSignal, messages: number) => Promise<number>;

/** Why a frame is not the expected one, shortened. */
export function unexpected(peerId: string, text: string, expected: string): Error {
  const shown = (frame: string) => JSON.stringify(frame.slice(0, 200));
  return new Error(`${peerId} expected ${shown(expected)} but heard ${shown(text)}`);
}
