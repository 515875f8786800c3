import type { SignalingError } from "../base/errors.ts";
import { type JoinRoomOptions, joinRoom } from "../join-room.ts";
import type { Room } from "../room/room.ts";
import { type RemotePeer, RemotePeers } from "./remote-peers.ts";

/** The options of {@link useRoom}: those of `joinRoom`, without `signal`, which the hook sets. */
export type UseRoomOptions = Omit<JoinRoomOptions, "signal">;

/** A room as a component sees it. A change makes another object. */
export interface RoomState {
  /** `connecting` during the join, then `room.state`; `closed` if there is no room, because of `error` or without options. */
  readonly state: Room["state"];
  /** `undefined` until the join has finished. */
  readonly room: Room | undefined;
  /** The other peers of the room, in the order in which they joined. */
  readonly peers: readonly RemotePeer[];
  /** The reason why the join failed, or why the server removed this peer or closed the room. */
  readonly error: SignalingError | undefined;
}

export const noRoom: RoomState = { state: "closed", room: undefined, peers: [], error: undefined };

const joining: RoomState = { ...noRoom, state: "connecting" };

type Show = (state: RoomState) => void;

/**
 * Joins a room and shows each change. Returns the function that cancels the join, or leaves the room. Nothing is shown after
 * its call.
 */
export function showRoom(options: UseRoomOptions, show: Show): () => void {
  const control = new AbortController();
  const { signal } = control;
  let end = () => {};
  const join = async () => {
    const room = await joinRoom({ ...options, signal });
    if (signal.aborted) void room.leave();
    else end = watch(room, show);
  };
  show(joining);
  // StrictMode ends the first join within this turn. A browser would warn of its WebSocket.
  Promise.resolve()
    .then(() => (signal.aborted ? undefined : join()))
    .catch((error: SignalingError) => {
      if (!signal.aborted) show({ ...noRoom, error });
    });
  return () => {
    control.abort();
    end();
  };
}

/** Shows a room until the returned function is called, which leaves it. */
function watch(room: Room, show: Show): () => void {
  let error: SignalingError | undefined;
  const update = () => show({ state: room.state, room, peers: peers.list, error });
  const peers = new RemotePeers(update);
  const offs = [
    room.on("peer", (peer) => peers.add(peer)),
    room.on("leave", (peer) => peers.remove(peer)),
    room.on("state", update),
    room.on("error", (event) => {
      if (event.peer || room.state !== "closed") return;
      error = event.error;
      update();
    }),
  ];
  update();
  return () => {
    for (const off of offs) off();
    peers.clear();
    void room.leave();
  };
}
