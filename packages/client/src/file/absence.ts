import type { Unsubscribe } from "../base/emitter.ts";
import type { Room } from "../room/room.ts";

/** The time between two looks whether this peer has left the room, in milliseconds. A room has no event for it. */
const lookMs = 1_000;

/** Calls back when a lost peer did not return in time, or when this peer has left the room. */
export function limitAbsence(room: Room, resumeMs: number, end: () => void): Unsubscribe {
  const endsAtMs = Date.now() + resumeMs;
  const look = setInterval(
    () => {
      if (room.state !== "closed" && Date.now() < endsAtMs) return;
      clearInterval(look);
      end();
    },
    Math.min(resumeMs, lookMs),
  );
  return () => clearInterval(look);
}

/** Calls back when a channel or its peer is lost. A channel emits no `close` if this side closed the connection (W3C WebRTC §4.4.2). */
export function onLoss(
  room: Room,
  peer: unknown,
  channel: RTCDataChannel,
  lost: () => void,
): Unsubscribe {
  channel.addEventListener("close", lost);
  const off = room.on("leave", (left) => {
    if (left === peer) lost();
  });
  return () => {
    channel.removeEventListener("close", lost);
    off();
  };
}
