import { ServerChannel } from "simple-webrtc-signaling-client";
import { onTestFinished } from "vitest";
import { transportOptions } from "./client-transport.ts";

/** A time limit for a test that waits until it is over. */
export const shortMs = 800;

/** The default time limit, which suffices for a connection while both cores are busy. */
const usualMs = 3_000;

/** The channel, and how often it was ready, or back. */
export function channelTo(url: string, timeoutMs = usualMs) {
  const channel = new ServerChannel({ url, peerId: "ada", timeoutMs, ...transportOptions });
  const seen = { ready: 0, errors: [] as string[], states: [] as string[] };
  for (const back of ["ready", "resumed"] as const) {
    channel.on(back, () => {
      seen.ready += 1;
    });
  }
  channel.on("error", ({ code }) => seen.errors.push(code));
  channel.on("state", (state) => seen.states.push(state));
  onTestFinished(() => channel.disconnect());
  return { channel, seen };
}
