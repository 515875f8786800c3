import { ServerChannel } from "simple-webrtc-signaling-client";
import { io } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import type { RunningServer } from "../kit/server-program.ts";
import { transportOptions } from "./client-transport.ts";

/** A client and all its events, in order. */
export class RecordingClient {
  readonly channel: ServerChannel;
  readonly received: string[] = [];
  /** The roster according to the events of the channel. */
  readonly present = new Set<string>();
  readonly states: string[] = [];
  readonly messages: unknown[] = [];

  constructor({ token }: Pick<RunningServer, "token">, url: string, peerId: string) {
    this.channel = new ServerChannel({ url, token, peerId, ...transportOptions });
    for (const back of ["ready", "resumed"] as const) {
      this.channel.on(back, (peers) => {
        for (const { peerId } of peers) this.present.add(peerId);
      });
    }
    this.channel.on("open", ({ peerId: id }) => {
      this.received.push(`open ${id}`);
      this.present.add(id);
    });
    this.channel.on("close", (id) => {
      this.received.push(`close ${id}`);
      this.present.delete(id);
    });
    this.channel.on("error", ({ code }) => this.received.push(`error ${code}`));
    this.channel.on("state", (state) => this.states.push(state));
    this.channel.onMessage(({ message }) => this.messages.push(message));
    onTestFinished(() => this.channel.disconnect());
  }

  /** Resolves when the client is connected again, with its session or a new one. */
  readyAgain(): Promise<void> {
    return new Promise((resolve) => {
      const back = () => {
        for (const off of offs) off();
        resolve();
      };
      const offs = [this.channel.on("ready", back), this.channel.on("resumed", back)];
    });
  }

  /** Expects that messages arrive in both directions. */
  async talksWith(other: RecordingClient): Promise<void> {
    await tell(this, other);
    await tell(other, this);
  }
}

let said = 0;

async function tell(from: RecordingClient, to: RecordingClient): Promise<void> {
  said += 1;
  const message = `talk ${said}`;
  await from.channel.sendTo(to.channel.peerId, message);
  await expect.poll(() => to.messages).toContain(message);
}

/** Returns a connected client. */
export async function recordingClient(
  server: Pick<RunningServer, "token" | "url">,
  peerId: string,
  url = server.url,
): Promise<RecordingClient> {
  const client = new RecordingClient(server, url, peerId);
  await client.channel.connect();
  return client;
}

/** A stock client that is a peer, and every later envelope that it receives. */
export async function stockWatcher(
  { url, token }: Pick<RunningServer, "token" | "url">,
  peerId: string,
) {
  const socket = io(url, { auth: { token }, forceNew: true, transports: ["websocket"] });
  onTestFinished(() => {
    socket.disconnect();
  });
  const received: unknown[] = [];
  const listening = new Promise<void>((resolve) => {
    socket.on("message", (envelope: object) => {
      if ("connections" in envelope) resolve();
      else received.push(envelope);
    });
  });
  socket.on("connect", () => socket.emit("ready", peerId));
  await listening;
  return { received };
}
