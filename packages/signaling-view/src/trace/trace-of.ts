import type { NegotiationEvent, Peer, Room } from "simple-webrtc-signaling-client";
import { fragmentOf } from "../reading/sdp.ts";
import type { Direction, Happening } from "./entry.ts";
import { recordRoutes } from "./routes.ts";
import { type About, Trace } from "./trace.ts";

const traces = new WeakMap<Room, Trace>();

/**
 * Returns the trace of a room. It is recorded from the first call on, for as long as the room lives: call
 * this right after `joinRoom` to miss nothing, even if the view is shown later or never.
 */
export function traceOf(room: Room): Trace {
  const known = traces.get(room);
  if (known) return known;
  const trace = new Trace();
  traces.set(room, trace);
  watchRoom(room, trace);
  return trace;
}

/** Errors of a peer that was removed by an administrator. */
const dismissals: ReadonlySet<string> = new Set(["kicked", "room-closed"]);

/** Records the events of a room. */
function watchRoom(room: Room, trace: Trace): void {
  if (room.state === "connected") trace.record({ kind: "join" });
  else trace.record({ kind: "channel", state: room.state });
  room.on("state", (state) => trace.record({ kind: "channel", state }));
  room.on("peer", (peer) => watchPeer(peer, trace));
  // After a dismissal the client closes all connections itself: the other peers have not left.
  let isDismissed = false;
  room.on("leave", (peer) => {
    if (!isDismissed) trace.record({ kind: "leave" }, { peerId: peer.id });
  });
  room.on("step", ({ peer, step }) => {
    const about = { ...aboutPeer(peer), atMs: step.atMs };
    trace.record(happeningOf(step, peer.connection), about);
  });
  room.on("error", ({ error, peer }) => {
    isDismissed ||= !peer && dismissals.has(error.code);
    const happening = { kind: "error", code: error.code, reason: error.message } as const;
    trace.record(happening, peer ? aboutPeer(peer) : {});
  });
}

function watchPeer(peer: Peer, trace: Trace): void {
  trace.record({ kind: "peer" }, { peerId: peer.id });
  const record = (happening: Happening) => trace.record(happening, aboutPeer(peer));
  // A trace that begins late should still show that the connection is established.
  if (peer.state !== "new") record({ kind: "connection", state: peer.state });
  peer.on("state", (state) => record({ kind: "connection", state }));
  peer.on("failed", (problems) => record({ kind: "failed", problems }));
  peer.on("track", ({ track }) => record({ kind: "track", media: track.kind }));
  recordCandidateErrors(peer.connection, record);
  recordRoutes(peer, record);
}

/** Records each error once: browsers ask every server from every network interface, and most of that fails. */
function recordCandidateErrors(
  connection: RTCPeerConnection,
  record: (happening: Happening) => void,
): void {
  const told = new Set<string>();
  connection.addEventListener("icecandidateerror", (event) => {
    const { url, errorCode: code, errorText: reason } = event;
    if (told.has(`${code} ${url}`)) return;
    told.add(`${code} ${url}`);
    record({ kind: "candidate-error", url, code, reason });
  });
}

function aboutPeer({ id, connection }: Peer): About {
  return { peerId: id, signalingState: connection.signalingState };
}

/** The descriptions in use, without the ones that are being negotiated. */
interface InUse {
  readonly currentLocalDescription: { readonly sdp: string } | null;
  readonly currentRemoteDescription: { readonly sdp: string } | null;
}

/** Converts a step of the client into a happening of a trace. */
export function happeningOf(step: NegotiationEvent, inUse: InUse): Happening {
  if (step.type === "ice-restart") return { kind: "ice-restart", attempt: step.attempt };
  if (step.type !== "sent" && step.type !== "received") return { kind: step.type };
  const direction = step.type;
  if ("candidate" in step.signal) {
    const { candidate } = step.signal;
    return candidate
      ? { kind: "candidate", direction, candidate }
      : { kind: "end-of-candidates", direction };
  }
  if ("refused" in step.signal) return { kind: "refusal", direction, ...step.signal };
  const { type, sdp = "" } = step.signal.description;
  if (type === "answer") return { kind: "answer", direction, sdp };
  return { kind: "offer", direction, sdp, isRestart: isRestart(sdp, direction, inUse) };
}

function isRestart(sdp: string, direction: Direction, inUse: InUse): boolean {
  const before =
    direction === "sent" ? inUse.currentLocalDescription : inUse.currentRemoteDescription;
  return before !== null && fragmentOf(before.sdp) !== fragmentOf(sdp);
}
