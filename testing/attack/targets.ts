import { ServerProcess } from "../kit/measured-server.ts";
import { OurServer } from "../kit/our-server.ts";
import { versionOf } from "../kit/versions.ts";
import type { Endpoint } from "./endpoint.ts";
import { secretMarkers } from "./secret-markers.ts";
import type { Setting } from "./setting.ts";

export const targetNames = ["ours", "peer", "bare"] as const;

export type TargetName = (typeof targetNames)[number];

/** A running server to attack. */
export interface Target {
  readonly endpoint: Endpoint;
  /** The process id; absent if the program did not start the server. */
  readonly pid?: number;
  isAlive(): boolean;
  /** Stops a server that the program started. Returns its log, if it is available. */
  stop(): Promise<string | undefined>;
}

export const titles: Readonly<Record<TargetName, string>> = {
  ours: "this server",
  peer: "PeerServer",
  bare: "bare socket.io",
};

/** The packages whose versions are part of the result. */
export function versionsOf(name: TargetName): readonly string[] {
  const packages = {
    ours: ["simple-webrtc-signaling-server"],
    peer: ["peer"],
    bare: ["socket.io"],
  };
  return packages[name].map(versionOf);
}

export async function startTarget(name: TargetName, setting: Setting | undefined): Promise<Target> {
  if (name === "ours") return startOurs(setting ?? { environment: {} });
  const server = await ServerProcess.start(name === "peer" ? "peer-server" : "bare-socket-io");
  return {
    endpoint: {
      url: server.url,
      dialect: name === "peer" ? "peerjs" : "socket.io",
      token: secretMarkers.token,
    },
    pid: server.pid,
    isAlive: () => server.isRunning,
    stop: async () => {
      await server.stop();
      return undefined;
    },
  };
}

async function startOurs({ environment, token, origin }: Setting): Promise<Target> {
  const server = await OurServer.start({ TOKEN: secretMarkers.token, ...environment });
  return {
    endpoint: {
      url: server.url,
      dialect: "socket.io",
      token: token ?? secretMarkers.token,
      origin,
    },
    pid: server.pid,
    isAlive: () => server.isRunning,
    stop: () => server.stop(),
  };
}

/** A running server with the protocol of this project. Only the canary shows whether it is alive. */
export function runningTarget(url: URL, token: string): Target {
  return {
    endpoint: { url: url.href, dialect: "socket.io", token },
    isAlive: () => true,
    stop: async () => undefined,
  };
}
