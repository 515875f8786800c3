import { ServerChannel } from "simple-webrtc-signaling-client";
import { onTestFinished } from "vitest";
import { transportOptions } from "./client-transport.ts";

/** The default time limit of these channels. */
export const timeoutMs = 800;

/** The channel, and how often it was ready, or back. */
export function channelTo(url: string, patienceMs = timeoutMs) {
  const channel = new ServerChannel({
    url,
    peerId: "ada",
    timeoutMs: patienceMs,
    ...transportOptions,
  });
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
