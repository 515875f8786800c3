import type { SignalingError } from "simple-webrtc-signaling-client";
import { say } from "./say.ts";

/** Says what went wrong. */
export function complain({ code, reason }: SignalingError): void {
  say(`${code}: ${reason}`);
}
