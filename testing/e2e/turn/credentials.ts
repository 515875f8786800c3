import { createHmac, randomBytes } from "node:crypto";
import type { ReadyValue, Reply } from "simple-webrtc-signaling-protocol";
import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { io } from "socket.io-client";
import { onTestFinished } from "vitest";
import { startServerHere } from "../../kit/server-here.ts";
import type { Credentials } from "./turn-client.ts";

export const newSecret = () => randomBytes(32).toString("hex");

/** Returns a credential with any expiry, in seconds from now, as any program with the secret can make it. */
export function signedFor(seconds: number, secret: string): Credentials {
  const username = `${Math.floor(Date.now() / 1_000) + seconds}:somebody`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
}

/** Starts a signaling server in this process, with the TURN server at the port. Resolves with its URL. */
export async function startTurnSignaling(
  port: number,
  secret: string,
  options: SignalingServerOptions = {},
): Promise<string> {
  const { url } = await startServerHere({
    turnUrls: [`turn:127.0.0.1:${port}?transport=udp`],
    turnSecret: secret.split(","),
    ...options,
  });
  return url;
}

/** Returns the ICE servers that a joining peer receives. */
export async function toldTo(peerId: string, url: string): Promise<Credentials> {
  const socket = io(url, { transports: ["websocket"], forceNew: true });
  onTestFinished(() => {
    socket.disconnect();
  });
  const reply = (await socket.emitWithAck("ready", peerId, {
    iceServers: true,
  })) as Reply<ReadyValue>;
  if (!reply.ok) throw new Error(reply.reason);
  const { username = "", credential = "" } = reply.value.iceServers?.[0] ?? {};
  return { username, credential };
}
