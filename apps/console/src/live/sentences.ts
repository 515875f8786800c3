import type { StreamEvent } from "../api/answers.ts";

type Sentence = (event: StreamEvent) => string;

const textIn = (event: StreamEvent, name: string) => String(event[name] ?? "");

/** Returns a number with its noun, in the singular or the plural. */
export function countOf(count: unknown, noun: string): string {
  return `${Number(count ?? 0).toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Returns a size for people, in bytes or kB of 1,000 bytes. */
export function sizeOf(bytes: unknown): string {
  const size = Number(bytes ?? 0);
  return size < 1_000 ? `${size} B` : `${(size / 1_000).toFixed(1)} kB`;
}

const actorOf = ({ actor }: StreamEvent) =>
  actor === undefined ? "with the admin token" : `by ${String(actor)}`;

const inRoom = (event: StreamEvent) => `in ${textIn(event, "room")}`;

const sentences: Readonly<Record<string, Sentence>> = {
  "peer.joined": (event) => `${textIn(event, "peerId")} joined ${textIn(event, "room")}`,
  "peer.left": (event) => `${textIn(event, "peerId")} left ${textIn(event, "room")}`,
  "peer.away": (event) => `${textIn(event, "peerId")} ${inRoom(event)} lost its connection`,
  "peer.resumed": (event) => `${textIn(event, "peerId")} ${inRoom(event)} resumed its session`,
  "peer.replaced": (event) =>
    `${textIn(event, "peerId")} ${inRoom(event)} was replaced by a newer connection`,
  "peer.kicked": (event) =>
    event["peerId"] === undefined
      ? `a client without a room was disconnected ${actorOf(event)}`
      : `${textIn(event, "peerId")} was removed from ${textIn(event, "room")} ${actorOf(event)}`,
  "room.closed": (event) => `${textIn(event, "room")} was closed ${actorOf(event)}`,
  "ban.added": (event) =>
    `${textIn(event, "kind")} ${textIn(event, "value")} was banned ${actorOf(event)}`,
  "ban.lifted": (event) =>
    `the ban of ${textIn(event, "kind")} ${textIn(event, "value")} was lifted ${actorOf(event)}`,
  "notice.sent": (event) =>
    `a notice was sent to ${countOf(event["recipients"], "peer")} ${actorOf(event)}`,
  "drain.requested": (event) => `a drain of server ${textIn(event, "drained")} was requested`,
  "server.draining": (event) =>
    `server ${event.node} drains ${countOf(event["sockets"], "socket")}`,
  "server.drained": (event) => `server ${event.node} is drained`,
  "cluster.connected": (event) => `server ${event.node} has contact to the others`,
  "cluster.apart": (event) => `server ${event.node} lost its contact to the others`,
  "cluster.adopted": (event) =>
    `server ${event.node} took over from ${textIn(event, "stopped")}, which stopped`,
  "message.relayed": (event) =>
    `${textIn(event, "from")} sent ${labelOf(event)} to ${textIn(event, "target")}`,
  "message.broadcast": (event) =>
    `${textIn(event, "from")} sent ${labelOf(event)} to all ${countOf(event["recipients"], "peer")}`,
  "request.refused": (event) => `${textIn(event, "peerId")}: ${labelOf(event)}`,
  "events.dropped": (event) =>
    `missing here: ${countOf(event["events"], "event")}, because there were too many`,
};

/** Returns an event as a sentence for people; `undefined`: the event is not for people. */
export function sentenceOf(event: StreamEvent): string | undefined {
  return Object.hasOwn(sentences, event.type) ? sentences[event.type]?.(event) : undefined;
}

const labels: Readonly<Record<string, string>> = {
  "peer.joined": "joined",
  "peer.left": "left",
  "peer.away": "connection lost",
  "peer.resumed": "resumed",
  "peer.replaced": "replaced",
  "peer.kicked": "removed",
};

/** Returns the short text of an event in a diagram. */
export function labelOf(event: StreamEvent): string {
  if (event.type === "request.refused") {
    return `${textIn(event, "event")} refused: ${textIn(event, "code")}`;
  }
  const kind = event["kind"];
  if (kind === undefined) return labels[event.type] ?? "";
  return `${kind === "other" ? "message" : String(kind)}, ${sizeOf(event["bytes"])}`;
}

/** Returns the local time of an event, in seconds. */
export function timeOf(at: string): string {
  return new Date(at).toLocaleTimeString("en-GB");
}
