import { SignalingError } from "../base/errors.ts";

/** A constructor of `RTCPeerConnection` (W3C WebRTC §4.4): the browser's, or one from a package such as werift. */
export type ConnectionConstructor = new (configuration?: RTCConfiguration) => RTCPeerConnection;

/**
 * Creates connections with the configuration of the application and the ICE servers of the signaling server. The first
 * connection can be created in advance: in a page it takes several milliseconds, and its certificate as well.
 */
export class Connections {
  readonly #Connection: ConnectionConstructor;
  readonly #own: RTCConfiguration | undefined;
  #received: readonly RTCIceServer[] = [];
  #spare: RTCPeerConnection | undefined;
  #preparing: ReturnType<typeof setTimeout> | undefined;

  constructor(Connection: ConnectionConstructor, own?: RTCConfiguration) {
    this.#Connection = Connection;
    this.#own = own;
  }

  /**
   * Creates the first connection in advance, in a task of its own: it must not delay the request to the server. It gathers no
   * candidates before its first description. Never resolves. Rejects with a `SignalingError`, code `bad-message`, if the
   * configuration of the application is wrong.
   */
  prepare(): Promise<never> {
    return new Promise((_, reject) => {
      this.#preparing = setTimeout(() => {
        try {
          this.#spare = this.#create();
        } catch (cause) {
          const { name, message } = cause as Error;
          const reason = `\`rtc\` cannot be used: ${message}`;
          // Chromium (156) throws this error for too many connections, which `take` reports.
          if (this.#own && name !== "UnknownError")
            reject(new SignalingError("bad-message", reason, { cause }));
        }
      });
    });
  }

  /** Returns a new connection. Throws if there are too many of them, or if the configuration is wrong. */
  take(): RTCPeerConnection {
    return this.#release() ?? this.#create();
  }

  /** Closes the connection that was created in advance. */
  drop(): void {
    this.#release()?.close();
  }

  /** Uses these ICE servers from now on. Present connections use them from their next ICE restart on (W3C WebRTC §4.4.1.6). */
  learn(servers: readonly RTCIceServer[], present: readonly RTCPeerConnection[]): void {
    if (this.#received.length === 0 && servers.length === 0) return;
    this.#received = servers;
    for (const connection of [...present, this.#spare]) {
      if (connection && connection.signalingState !== "closed")
        connection.setConfiguration(this.#configuration ?? {});
    }
  }

  #release(): RTCPeerConnection | undefined {
    clearTimeout(this.#preparing);
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  get #configuration(): RTCConfiguration | undefined {
    if (this.#received.length === 0) return this.#own;
    return { ...this.#own, iceServers: [...this.#received, ...(this.#own?.iceServers ?? [])] };
  }

  #create(): RTCPeerConnection {
    return new this.#Connection(this.#configuration);
  }
}
