import type { Candidate, RTCPeerConnection } from "werift";

/** The two addresses that a connection has settled on. A browser tells them by `getStats()`. */
export function selectedPairOf({ iceTransports }: RTCPeerConnection): string {
  const pair = iceTransports[0]?.connection.nominated;
  if (!pair) return "no candidate pair is selected";
  const { localCandidate, remoteCandidate } = pair;
  return `candidate pair: ${describe(localCandidate)} ↔ ${describe(remoteCandidate)}`;
}

function describe({ type, host, port, transport }: Candidate): string {
  return `${type} ${host}:${port}/${transport}`;
}
