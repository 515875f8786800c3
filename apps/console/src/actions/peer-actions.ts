import type { AdminApi } from "../api/admin-api.ts";
import { countOf } from "../live/sentences.ts";
import type { Action } from "./action.ts";

export function kickPeer(api: AdminApi, room: string, peerId: string): Action {
  return {
    title: `Remove ${peerId} from ${room}?`,
    text: "The peer is disconnected and cannot resume its session. With a valid token, it can join again.",
    label: "Remove peer",
    isDangerous: true,
    perform: async () => {
      await api.ask({ method: "DELETE", path: ["rooms", room, "peers", peerId] });
      return `${peerId} was removed from ${room}.`;
    },
  };
}

export function kickIdentity(api: AdminApi, subject: string): Action {
  return {
    title: `Disconnect identity ${subject}?`,
    text: "All sockets of this identity are disconnected, in all rooms. They can connect again.",
    label: "Disconnect identity",
    isDangerous: true,
    perform: async () => {
      const request = { method: "DELETE", path: ["identities", subject] } as const;
      const { kicked } = await api.ask<{ kicked: number }>(request);
      return `${countOf(kicked, "session")} of ${subject} ended.`;
    },
  };
}

/** Bans an identity, an address or a token. */
export function ban(api: AdminApi, kind: string, value: string): Action {
  return {
    title: `Ban ${kind} ${value}?`,
    text: texts[kind] ?? "",
    label: kind === "token" ? "Revoke token" : `Ban ${kind}`,
    isDangerous: true,
    field: "duration",
    perform: async ({ seconds }) => {
      const body = { kind, value, seconds };
      const request = { method: "POST", path: ["bans"], body } as const;
      const { kicked, until } = await api.ask<{ kicked: number; until: string }>(request);
      const end = new Date(until).toLocaleString("en-GB");
      return `${value} is banned until ${end}; ${countOf(kicked, "session")} ended.`;
    },
  };
}

const texts: Readonly<Record<string, string>> = {
  identity: "Its sockets are disconnected, and it cannot connect again until the end of the ban.",
  address: "Many users can share one address. A ban of an IPv6 address applies to its /64.",
  token: "Sockets that use this token are disconnected. Other tokens of the user remain valid.",
};

export function liftBan(api: AdminApi, kind: string, value: string): Action {
  return {
    title: `Lift the ban of ${kind} ${value}?`,
    text: "It can connect again at once.",
    label: "Lift ban",
    isDangerous: false,
    perform: async () => {
      await api.ask({ method: "DELETE", path: ["bans", kind, value] });
      return `The ban of ${value} was lifted.`;
    },
  };
}
