/** All that is known of a connection, for a diagnosis. */
export interface ConnectionRecord
  extends Pick<
    RTCPeerConnection,
    | "connectionState"
    | "iceConnectionState"
    | "iceGatheringState"
    | "localDescription"
    | "remoteDescription"
  > {
  readonly connection: Pick<RTCPeerConnection, "getConfiguration" | "sctp">;
  readonly stats: RTCStatsReport;
  /** The last error code of each STUN or TURN server (W3C WebRTC §4.8.2). */
  readonly iceErrors: readonly (readonly [url: string, code: number])[];
  /** The last error of the negotiation. */
  readonly negotiationError: unknown;
  /** Whether the connection was open before. */
  readonly wasConnected: boolean;
  /** The time since ICE began to gather candidates, in milliseconds. */
  readonly gatheringMs: number;
}

/** All that the causes are derived from. */
export interface ConnectionFacts {
  readonly isConnected: boolean;
  readonly wasConnected: boolean;
  readonly negotiationError: unknown;
  readonly isAnswered: boolean;
  readonly isDtlsFailed: boolean;
  /** Whether a media section was rejected (RFC 9429 §5.3.1). */
  readonly isMediaRejected: boolean;
  /** The errors of STUN and TURN servers. The code 701 stands for a server that has not answered. */
  readonly serverErrors: ConnectionRecord["iceErrors"];
  readonly hasTurnServer: boolean;
  readonly own: readonly Candidate[];
  readonly remote: readonly Candidate[];
  /** Whether ICE had enough time to try all routes. */
  readonly isTried: boolean;
}

export interface Candidate {
  readonly type: string;
  readonly address: string;
}

/** Servers answer within this time, in milliseconds. Browsers wait longer: Chromium (156) more than 20 s. */
const answerMs = 10_000;

const connectedStates: readonly RTCIceConnectionState[] = ["connected", "completed"];

/** W3C WebRTC §4.8.2: the server could not be reached. */
const unreachable = 701;

interface Entry {
  readonly type: string;
  readonly dtlsState?: unknown;
  readonly relayProtocol?: unknown;
}

export function factsOf(record: ConnectionRecord): ConnectionFacts {
  const { connection, iceErrors, negotiationError, wasConnected, gatheringMs } = record;
  const { connectionState, iceConnectionState, localDescription, remoteDescription } = record;
  const isIceFailed = connectionState === "failed" || iceConnectionState === "failed";
  const entries: Entry[] = [];
  record.stats.forEach((entry: Entry) => {
    entries.push(entry);
  });
  const servers = serversOf(connection);
  return {
    isConnected: connectionState === "connected",
    wasConnected,
    negotiationError,
    isAnswered: Boolean(remoteDescription),
    // DTLS needs a route. Without one, Firefox (153) reports that DTLS failed, also a moment before it reports ICE.
    isDtlsFailed:
      connectedStates.includes(iceConnectionState) &&
      (connection.sctp?.transport?.state === "failed" ||
        entries.some(({ dtlsState }) => dtlsState === "failed")),
    isMediaRejected: isMediaRejected(localDescription, remoteDescription),
    serverErrors: [...iceErrors, ...silentServers(record, servers, entries)],
    hasTurnServer: servers.some((url) => /^turns?:/.test(url)),
    own: candidatesOf(localDescription),
    remote: candidatesOf(remoteDescription),
    isTried: isIceFailed || gatheringMs >= answerMs,
  };
}

/** Chromium (156) reports no error while it waits for servers, also when ICE has failed. */
function silentServers(
  { iceGatheringState, iceErrors, gatheringMs }: ConnectionRecord,
  servers: readonly string[],
  entries: readonly Entry[],
): ConnectionRecord["iceErrors"] {
  if (iceGatheringState !== "gathering" || gatheringMs < answerMs) return [];
  const relays = entries.map(({ relayProtocol }) => relayProtocol);
  const reported = iceErrors.map(([url]) => url);
  return servers
    .filter((url) => !reported.includes(url) && !relays.includes(transportOf(url)))
    .map((url) => [url, unreachable]);
}

/** Returns the transport of the URL of a STUN or TURN server (RFC 7065). */
export function transportOf(url: string): "udp" | "tcp" | "tls" {
  if (/^(turn|stun)s:/.test(url)) return "tls";
  return url.endsWith("transport=tcp") ? "tcp" : "udp";
}

/** Not every implementation has `getConfiguration`. */
function serversOf(connection: ConnectionRecord["connection"]): readonly string[] {
  return (connection.getConfiguration?.().iceServers ?? []).flatMap(({ urls }) => urls);
}

function candidatesOf(description: RTCSessionDescription | null): readonly Candidate[] {
  const lines = (description?.sdp ?? "").matchAll(
    /^a=candidate:\S+ \d+ \S+ \d+ (\S+) \d+ typ (\S+)/gm,
  );
  return [...lines].map(([, address = "", type = ""]) => ({ address, type }));
}

/** A media section of an answer is rejected if its port is 0, but not that of the offer. */
function isMediaRejected(
  local: RTCSessionDescription | null,
  remote: RTCSessionDescription | null,
): boolean {
  const [offer, answer] = local?.type === "answer" ? [remote, local] : [local, remote];
  const offered = portsOf(offer);
  return portsOf(answer).some((port, index) => port === "0" && Number(offered[index]) > 0);
}

function portsOf(description: RTCSessionDescription | null): readonly string[] {
  return [...(description?.sdp ?? "").matchAll(/^m=\S+ (\d+)/gm)].map(([, port = ""]) => port);
}
