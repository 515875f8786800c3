import type { Identity } from "./identity.ts";

/** What a client shows when it connects: Socket.IO's `auth`, as it came off the wire. */
export type Credentials = Readonly<Record<string, unknown>>;

/** Where a client comes from. */
export interface Client {
  /** Its IP address, behind the trusted proxies; `unix` for a Unix socket whose proxy says no address. */
  readonly address: string;
  /** The page's origin, if it is a page. */
  readonly origin: string | undefined;
}

/** Lets a client in and says who it is, or refuses by throwing a `SignalingError`. */
export type Authenticate = (
  credentials: Credentials,
  client: Client,
) => Identity | Promise<Identity>;
