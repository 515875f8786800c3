import { listenTo } from "../base/listen-to.ts";
import type { ConnectionConstructor } from "../webrtc/connections.ts";
import { type Limits, within } from "./within.ts";

/** A STUN or TURN server with one URL. */
export interface IceServerUrl {
  readonly urls: string;
  readonly username?: string;
  readonly credential?: string;
}

export interface IceAnswer {
  readonly server: IceServerUrl;
  /** The error code (RFC 8489 §14.8, RFC 8656 §19), or 701 without an answer; `undefined` for a success. */
  readonly code: number | undefined;
  /** The time to the answer, in milliseconds. */
  readonly afterMs: number;
}

export interface IceOptions extends Limits {
  readonly Connection: ConnectionConstructor;
}

/** W3C WebRTC §4.8.2: the server could not be reached. */
const unreachable = 701;

/**
 * Asks one server for an address, with a connection of its own: then each error belongs to this server, also in browsers that
 * do not name the server.
 */
export async function answerOf(
  server: IceServerUrl,
  { Connection, ...limits }: IceOptions,
): Promise<IceAnswer> {
  const isTurn = isTurnUrl(server.urls);
  const startedAt = performance.now();
  const connection = new Connection({
    iceServers: [server],
    iceTransportPolicy: isTurn ? "relay" : "all",
  });
  try {
    const gathered = gather(connection, isTurn ? "relay" : "srflx");
    connection.createDataChannel("check");
    await connection.setLocalDescription(await connection.createOffer());
    const code = await within(gathered, limits);
    return {
      server,
      code: code === undefined ? unreachable : code || undefined,
      afterMs: performance.now() - startedAt,
    };
  } finally {
    connection.close();
  }
}

export function isTurnUrl(url: string): boolean {
  return /^turns?:/.test(url);
}

/** Resolves with 0 when a candidate of the type is found, or with an error code when no more candidates can follow. */
function gather(connection: RTCPeerConnection, wanted: "srflx" | "relay"): Promise<number> {
  return new Promise((resolve) => {
    let last: number | undefined;
    let hasCandidate = false;
    const complete = () => {
      // A device with a public address finds no other address by STUN, so browsers report none.
      const isSame = wanted === "srflx" && hasCandidate;
      resolve(last ?? (isSame ? 0 : unreachable));
    };
    listenTo(connection, "icecandidate", (event) => {
      const { candidate } = (event as RTCPeerConnectionIceEvent).candidate ?? {};
      if (!candidate) return;
      hasCandidate = true;
      if (candidate.includes(` typ ${wanted}`)) resolve(0);
    });
    listenTo(connection, "icecandidateerror", (event) => {
      const { errorCode } = event as RTCPeerConnectionIceErrorEvent;
      last = errorCode;
      // The server has answered. Without an answer, another network interface may still reach it.
      if (errorCode < 600) resolve(errorCode);
    });
    listenTo(connection, "icegatheringstatechange", () => {
      if (connection.iceGatheringState === "complete") complete();
    });
  });
}
