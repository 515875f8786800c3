import type { IceServer, Refusal } from "simple-webrtc-signaling-protocol";
import { readinessOf } from "../server/incoming.ts";
import { authOf, type TokenSource } from "../server/token-source.ts";
import { loadTransport } from "../server/transports.ts";
import type { Transport, TransportName } from "../transport/transport.ts";
import { type Checked, failed, passed } from "./result.ts";
import { type Limits, within } from "./within.ts";
import { withoutSecrets } from "./without-secrets.ts";

export interface SignalingOptions extends Limits {
  /** The absolute URL of the server. */
  readonly url: string;
  readonly path: string | undefined;
  readonly token: TokenSource | undefined;
  readonly room: string;
  readonly peerId: string;
}

/** The value: the ICE servers of the server. */
type SignalingChecked = Checked<readonly IceServer[]>;

interface Joined {
  readonly iceServers: readonly IceServer[];
  readonly roundTripMs: number;
  /** The transport in the end: long polling can become a WebSocket. */
  readonly last: TransportName;
}

interface Failure extends Refusal {
  readonly cause?: unknown;
}

const transportLabels: Readonly<Record<TransportName, string>> = {
  plain: "plain WebSocket",
  websocket: "Socket.IO over WebSocket",
  polling: "Socket.IO over long polling",
};

/** Joins a room over a WebSocket, and leaves it. The plain WebSocket can be off on a server; then Socket.IO has one, too. */
export function checkWebSocket(options: SignalingOptions): Promise<SignalingChecked> {
  const names = ["plain", "websocket"] as const;
  return check(
    options.path === undefined ? names : names.slice(1),
    "websocket-unreachable",
    options,
  );
}

/** Joins a room over HTTP long polling, and leaves it. */
export function checkPolling(options: SignalingOptions): Promise<SignalingChecked> {
  return check(["polling"], "polling-unreachable", options);
}

async function check(
  names: readonly TransportName[],
  unreachable: "websocket-unreachable" | "polling-unreachable",
  options: SignalingOptions,
): Promise<SignalingChecked> {
  const auth = await within(authOf(options.token), options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
  });
  // Its error is not shown, because it could contain the token.
  if (!auth) return { outcome: failed("token-failed") };
  const details: string[] = [];
  const endsAt = performance.now() + options.timeoutMs;
  for (const name of names) {
    const timeoutMs = Math.ceil(endsAt - performance.now());
    // A network that drops packets silently would do it again.
    if (timeoutMs <= 0) break;
    const joined = await join(name, auth, { ...options, timeoutMs });
    const label = transportLabels[name];
    if ("iceServers" in joined) {
      const { iceServers, roundTripMs, last } = joined;
      const upgrade = last === name ? "" : ", upgraded to a WebSocket";
      details.push(`${label}: round trip ${Math.round(roundTripMs)} ms${upgrade}`);
      return { outcome: passed(details), value: iceServers };
    }
    details.push(`${label}: ${textOf(joined)}`);
    if (joined.code !== "unavailable") return { outcome: failed("signaling-refused", details) };
  }
  return { outcome: failed(unreachable, details) };
}

async function join(
  name: TransportName,
  auth: object,
  options: SignalingOptions,
): Promise<Joined | Failure> {
  const { url, path, timeoutMs } = options;
  let transport: Transport | undefined;
  let isOver = false;
  const joining = async () => {
    const open = await loadTransport(name);
    if (isOver) return undefined;
    return new Promise<Joined | Failure>((resolve) => {
      const opened = open(name, {
        url,
        path,
        timeoutMs,
        auth: async () => auth,
        first: () => undefined,
        opened: () => {},
        receive: () => {},
        ended: resolve,
        usable: () => void becomeReady(opened, options).then(resolve),
      });
      transport = opened;
    });
  };
  try {
    const joined = await within(joining(), options);
    return joined ?? { code: "unavailable", reason: `no response within ${timeoutMs} ms` };
  } finally {
    isOver = true;
    transport?.close(true);
  }
}

async function becomeReady(
  transport: Transport,
  { peerId, room, timeoutMs }: SignalingOptions,
): Promise<Joined | Failure> {
  const reply = await transport.ask("ready", { peerId, room, iceServers: true }, timeoutMs);
  if (!reply.ok) return reply;
  const { iceServers = [] } = readinessOf(reply.value) ?? {};
  const askedAt = performance.now();
  await transport.ask("presence", undefined, timeoutMs);
  return { iceServers, roundTripMs: performance.now() - askedAt, last: transport.name };
}

function textOf({ code, reason, cause }: Failure): string {
  const isNetworkError = code === "unavailable" && cause instanceof Error;
  return withoutSecrets(isNetworkError ? cause.message : `${code}: ${reason}`);
}
