import type { Refusal, Reply } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io";
import type { Report } from "../../telemetry/fact.ts";
import type { IncomingEvent } from "./incoming-event.ts";

export type Acknowledge = (sendReply: Reply<unknown>) => void;

/** An event and, if its sender requested it, the acknowledgement. */
export interface Request {
  readonly event: IncomingEvent;
  readonly acknowledge: Acknowledge | undefined;
}

/** Replies to a request by its acknowledgement. Without one, a refusal becomes an event and a success has no reply. */
export function sendReply(
  socket: Socket,
  { event, acknowledge }: Request,
  reply: Reply<unknown>,
  report: Report,
): void {
  acknowledge?.(reply);
  if (reply.ok) return;
  const { ok: _, ...refusal } = reply;
  const { code, reason } = refusal;
  const name = event.name.slice(0, 64);
  report({ type: "request.refused", socketId: socket.id, event: name, code, reason });
  if (code === "peer-id-taken") endForTakenId(socket, reply);
  else if (!acknowledge) socket.emit("signalingError", { ...refusal, event: name });
}

function endForTakenId(socket: Socket, { reason }: Refusal): void {
  socket.emit("uniquenessError", { error: reason, message: reason });
  socket.disconnect(true);
}
