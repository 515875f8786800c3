import type { AdminApi } from "../api/admin-api.ts";
import { countOf } from "../live/sentences.ts";
import type { Action } from "./action.ts";

export function closeRoom(api: AdminApi, room: string): Action {
  return {
    title: `Close ${room}?`,
    text: "All peers are removed from the room. They can join again.",
    label: "Close room",
    isDangerous: true,
    perform: async () => {
      const request = { method: "DELETE", path: ["rooms", room] } as const;
      const { closed } = await api.ask<{ closed: number }>(request);
      return `${room} was closed: ${countOf(closed, "peer")} removed.`;
    },
  };
}

/** Sends a notice to a room; without a room, to all rooms. */
export function sendNotice(api: AdminApi, room?: string): Action {
  return {
    title: room === undefined ? "Send a notice to all rooms" : `Send a notice to ${room}`,
    text: "The text is for people. Applications decide whether they show it.",
    label: "Send notice",
    isDangerous: false,
    field: "notice",
    perform: async ({ text }) => {
      const body = { text, ...(room === undefined ? {} : { room }) };
      const request = { method: "POST", path: ["notices"], body } as const;
      const { recipients } = await api.ask<{ recipients: number }>(request);
      return `The notice was sent to ${countOf(recipients, "peer")}.`;
    },
  };
}

export function drainNode(api: AdminApi, node: string): Action {
  return {
    title: `Drain server ${node}?`,
    text: "Its clients reconnect to the other servers, and its process ends. Without a supervisor, it does not start again.",
    label: "Drain server",
    isDangerous: true,
    perform: async () => {
      const request = { method: "DELETE", path: ["nodes", node] } as const;
      const { sockets } = await api.ask<{ sockets: number }>(request);
      return `Server ${node} drains ${countOf(sockets, "socket")}.`;
    },
  };
}
