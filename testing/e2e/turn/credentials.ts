import { createHmac, randomBytes } from "node:crypto";
import type { ReadyValue, Reply } from "simple-webrtc-signaling-protocol";
import { createSignalingServer, type SignalingServerOptions } from "simple-webrtc-signaling-server";
import { io } from "socket.io-client";
import { onTestFinished } from "vitest";
import type { Credentials } from "./turn-client.ts";

export const newSecret = () => randomBytes(32).toString("hex");

/** A credential with any end, in seconds from now, made as any program may that has the secret. */
export function signedFor(seconds: number, secret: string): Credentials {
  const username = `${Math.floor(Date.now() / 1_000) + seconds}:somebody`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
}

/** A signaling server in this process, whose TURN server is at the port. Resolves with its address. */
export async function startTurnSignaling(
  port: number,
  secret: string,
  options: SignalingServerOptions = {},
): Promise<string> {
  const server = createSignalingServer({
    auth: "none",
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    turnUrls: [`turn:127.0.0.1:${port}?transport=udp`],
    turnSecret: secret.split(","),
    ...options,
  });
  onTestFinished(() => server.close());
  return (await server.listen()).url;
}

/** What a peer is told that joins. */
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
