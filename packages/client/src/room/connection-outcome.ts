import type { ConnectionOutcome } from "simple-webrtc-signaling-protocol";
import { afterOpen } from "../webrtc/after-open.ts";
import type { Peer } from "../webrtc/peer.ts";

/**
 * Reports once whether the connection to a peer opened, and each later loss. A connection that opens after the event `failed`
 * has failed. A connection that is closed before either is not reported.
 */
export function watchOutcome(peer: Peer, report: (outcome: ConnectionOutcome) => void): void {
  const startMs = Date.now();
  let wasOpen = false;
  let isReported = false;
  let restarts = 0;
  const tell = (outcome: ConnectionOutcome) => {
    report({ ...outcome, restarts });
    restarts = 0;
  };
  peer.on("step", ({ type }) => {
    if (type === "ice-restart") restarts += 1;
  });
  peer.on("failed", ([problem]) => {
    // It opened during the diagnosis.
    if (peer.state === "connected") return;
    isReported = true;
    tell({ outcome: wasOpen ? "lost" : "failed", cause: problem?.cause });
  });
  peer.on("state", (state) => {
    if (state !== "connected") return;
    wasOpen = true;
    if (isReported) return;
    isReported = true;
    const openMs = Date.now() - startMs;
    afterOpen(() => {
      peer.stats().then(
        ({ route, protocol, relayProtocol }) =>
          tell({ outcome: "connected", openMs, route, transport: relayProtocol ?? protocol }),
        () => {},
      );
    });
  });
}
