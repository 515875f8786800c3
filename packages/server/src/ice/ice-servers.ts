import { createHmac, hkdfSync } from "node:crypto";
import type { IceServer, IceServersValue } from "simple-webrtc-signaling-protocol";
import { type TurnCredentialsOptions, turnCredentials } from "./turn-credentials.ts";

export interface IceServersOptions {
  /** Servers that every peer receives unchanged. */
  readonly fixed: readonly IceServer[];
  /** TURN servers for which each holder receives its own credential. */
  readonly turn?: TurnOptions | undefined;
}

export interface TurnOptions extends TurnCredentialsOptions {
  readonly urls: readonly string[];
}

/** The holder of TURN credentials: one session, or one user. */
export type Holder = { readonly session: string } | { readonly subject: string };

/** Returns all STUN and TURN servers, with credentials for the holder. */
export type IssueIceServers = (holder: Holder) => IceServersValue;

export interface IssuerOptions extends IceServersOptions {
  /** A secret that TURN servers do not know, so that they cannot identify the holder. The same on all servers of a cluster. */
  readonly key: string;
}

/** Returns the issuer of ICE servers. */
export function iceServerIssuer({ fixed, turn, key: secret }: IssuerOptions): IssueIceServers {
  if (!turn) return () => ({ iceServers: fixed });
  const key = Buffer.from(hkdfSync("sha256", secret, "", "simple-webrtc-signaling TURN id", 32));
  const { urls, ttlSeconds } = turn;
  return (holder) => {
    const { username, credential } = turnCredentials(opaqueIdOf(holder, key), turn);
    const server = { urls: [...urls], username, credential };
    return { iceServers: [server, ...fixed], ttlSeconds };
  };
}

/** Returns a constant id for each holder, so that the user quota of the TURN server applies to each holder. */
function opaqueIdOf(holder: Holder, key: Buffer): string {
  const hash = createHmac("sha256", key).update(JSON.stringify(holder)).digest();
  return hash.subarray(0, 16).toString("base64url");
}
