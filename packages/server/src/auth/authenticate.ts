/** What a client shows when it connects: Socket.IO's `auth`, as it came off the wire. */
export type Credentials = Readonly<Record<string, unknown>>;

/** Lets a client in, or refuses by throwing a `SignalingError`. */
export type Authenticate = (credentials: Credentials) => void | Promise<void>;
