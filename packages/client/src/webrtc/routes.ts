/** The configuration of every connection: the options of the application and the ICE servers of the signaling server. */
export class Routes {
  readonly #own: RTCConfiguration | undefined;
  #received: readonly RTCIceServer[] = [];

  constructor(own: RTCConfiguration | undefined) {
    this.#own = own;
  }

  get configuration(): RTCConfiguration | undefined {
    if (this.#received.length === 0) return this.#own;
    return { ...this.#own, iceServers: [...this.#received, ...(this.#own?.iceServers ?? [])] };
  }

  /** Uses these ICE servers from now on. Present connections use them from their next ICE restart on (W3C WebRTC §4.4.1.6). */
  learn(servers: readonly RTCIceServer[], connections: readonly RTCPeerConnection[]): void {
    if (this.#received.length === 0 && servers.length === 0) return;
    this.#received = servers;
    for (const connection of connections) {
      if (connection.signalingState !== "closed")
        connection.setConfiguration(this.configuration ?? {});
    }
  }
}
