import { type Reply, SignalingError } from "simple-webrtc-signaling-protocol";
import type { EventText } from "../../connection/event-text.ts";
import type { IncomingEvent } from "../../connection/incoming-event.ts";
import { memberOf } from "../../content/json-text.ts";
import { isNestedDeeper } from "../../content/nesting.ts";
import { Framed } from "../../sockets/framed.ts";

/** One text frame of a client: `{ event, data?, id?, attachments? }` (PROTOCOL.md, J2). */
export interface ClientFrame {
  readonly event: IncomingEvent;
  /** Requests a reply with this id. */
  readonly id: number | undefined;
  /** The number of binary frames that follow. */
  readonly attachments: number;
}

/** Returns an event as a frame, or as a frame with binary frames behind it. */
export function framedEvent({ name, json, attachments }: EventText): Framed {
  const count = attachments.length === 0 ? "" : `"attachments":${attachments.length},`;
  return new Framed(`{"event":"${name}",${count}"data":${json}}`, attachments);
}

export function framedReply(id: number, reply: Reply<unknown>): Framed {
  return new Framed(`{"reply":${id},"data":${JSON.stringify(reply)}}`, []);
}

/** Returns a frame of the gateway itself: it opens a connection, accepts a client, or is a ping. */
export function framedControl(event: "open" | "connected" | "ping", data: object | null): Framed {
  return new Framed(JSON.stringify({ event, data }), []);
}

const form = "send a JSON object: { event: string, data?, id?: number, attachments?: number }";

/** Parses a text frame. Refuses with `bad-message` and `too-deep`. */
export function parseFrame(text: string, nesting: number): ClientFrame {
  if (isNestedDeeper(text, nesting + 1)) {
    throw new SignalingError(
      "too-deep",
      `the frame is nested deeper than ${nesting} levels; send fewer levels`,
    );
  }
  const frame = objectOf(text);
  const { event: name, data, id, attachments = 0 } = frame;
  if (typeof name !== "string") throw malformed(`\`event\` is missing or no string`);
  if (id !== undefined && !isCount(id)) throw malformed("`id` is no whole number");
  if (!isCount(attachments)) throw malformed("`attachments` is no whole number");
  const argument = memberOf(text, text.indexOf("{"), "data");
  const event = {
    name,
    parameters: parametersOf(name, data),
    isTooDeep: false,
    text,
    argumentAt: argument?.start,
    attachments: [],
  };
  return { event, id, attachments };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("the frame is no JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw malformed("the frame is no JSON object");
}

function malformed(problem: string): SignalingError {
  return new SignalingError("bad-message", `${problem}; ${form}`);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The arguments of the event on Socket.IO: `ready` has the peer id and the options, all other events have one. */
function parametersOf(name: string, data: unknown): readonly unknown[] {
  if (data === undefined) return [];
  if (name !== "ready" || typeof data !== "object" || data === null) return [data];
  const { peerId, ...options } = data as { readonly peerId?: unknown };
  return [peerId, options];
}
