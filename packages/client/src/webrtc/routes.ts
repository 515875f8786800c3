/** The configuration of every connection: the application's, and the servers we are told of. */
export class Routes {
  readonly #own: RTCConfiguration | undefined;
  #told: readonly RTCIceServer[] = [];

  constructor(own: RTCConfiguration | undefined) {
    this.#own = own;
  }

  get configuration(): RTCConfiguration | undefined {
    if (this.#told.length === 0) return this.#own;
    return { ...this.#own, iceServers: [...this.#told, ...(this.#own?.iceServers ?? [])] };
  }

  /** From now on these count, for present connections from their next search for a route on (W3C WebRTC §4.4.1.6). */
  learn(servers: readonly RTCIceServer[], connections: readonly RTCPeerConnection[]): void {
    if (this.#told.length === 0 && servers.length === 0) return;
    this.#told = servers;
    for (const connection of connections) {
      if (connection.signalingState !== "closed")
        connection.setConfiguration(this.configuration ?? {});
    }
  }
}
