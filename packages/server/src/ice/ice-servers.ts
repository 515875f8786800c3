import { createHmac, randomBytes } from "node:crypto";
import type { IceServer, IceServersValue } from "simple-webrtc-signaling-protocol";
import { type TurnCredentialsOptions, turnCredentials } from "./turn-credentials.ts";

export interface IceServersOptions {
  /** Told to everybody as they are. */
  readonly fixed: readonly IceServer[];
  /** TURN servers, each use of which takes a credential of its own. */
  readonly turn?: TurnOptions | undefined;
}

export interface TurnOptions extends TurnCredentialsOptions {
  readonly urls: readonly string[];
}

/** Whom credentials are for: one session, or whoever has this subject. */
export type Holder = { readonly session: string } | { readonly subject: string };

/** Tells a holder of all STUN and TURN servers. */
export type IssueIceServers = (holder: Holder) => IceServersValue;

/** A key of this process: what a TURN server gets to see of a holder leads back to nobody. */
export function iceServerIssuer({ fixed, turn }: IceServersOptions): IssueIceServers {
  if (!turn) return () => ({ iceServers: fixed });
  const key = randomBytes(32);
  const { urls, ttlSeconds } = turn;
  return (holder) => {
    const { username, credential } = turnCredentials(opaqueIdOf(holder, key), turn);
    const server = { urls: [...urls], username, credential };
    return { iceServers: [server, ...fixed], ttlSeconds };
  };
}

/** The same one for the same holder, so that the TURN server's quota for each user is one for each holder. */
function opaqueIdOf(holder: Holder, key: Buffer): string {
  const hash = createHmac("sha256", key).update(JSON.stringify(holder)).digest();
  return hash.subarray(0, 16).toString("base64url");
}
