import { useEffect, useRef, useState } from "react";
import { noRoom, type RoomState, showRoom, type UseRoomOptions } from "./room-state.ts";

/**
 * Joins a room while the component is mounted, and leaves it afterwards. Is safe under `StrictMode` and hot reload, which mount
 * a component twice: a join that is under way is canceled.
 *
 * The component joins again when `url`, `room`, `peerId`, `path` or `channel` changes, and joins no room without options. The
 * other options take effect with the next join, so they may be new objects and functions in each rendering.
 *
 * @example
 * function Call() {
 *   const { state, peers, error } = useRoom({ url: "https://signaling.example", room: "stand-up", token });
 *   if (error) return <p role="alert">{error.reason}</p>;
 *   return <ul aria-label={state}>{peers.map(({ id, state }) => <li key={id}>{id}: {state}</li>)}</ul>;
 * }
 */
export function useRoom(options: UseRoomOptions | undefined): RoomState {
  const [state, show] = useState(noRoom);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { url, room, peerId, path, channel } = options ?? {};
  const isWanted = options !== undefined;
  // These options identify the room. The others are read when it is joined.
  useEffect(() => {
    return latest.current ? showRoom(latest.current, show) : show(noRoom);
  }, [isWanted, url, room, peerId, path, channel]);
  return state;
}
