import { SignalingError } from "../base/errors.ts";

/** A constructor of `RTCPeerConnection` (W3C WebRTC §4.4): the browser's, or one from a package such as werift. */
export type ConnectionConstructor = new (configuration?: RTCConfiguration) => RTCPeerConnection;

/** A connection with the data channel of the peer. */
export interface NewConnection {
  readonly connection: RTCPeerConnection;
  readonly dataChannel: RTCDataChannel;
}

/** The label of the data channel for `send` and the event `data`. */
export const dataLabel = "data";

/**
 * Both sides create the channel (W3C WebRTC §6.1, `negotiated`), so that `open` is reported in time. Chromium (156) reports
 * `open` too early for a channel that the other side created, and loses data: about 1 of 25 messages to werift.
 */
const dataInit: RTCDataChannelInit = { negotiated: true, id: 0 };

/**
 * Creates connections with the configuration of the application and the ICE servers of the signaling server. The first
 * connection can be created in advance: in a page it takes several milliseconds, and its certificate as well.
 */
export class Connections {
  readonly #Connection: ConnectionConstructor;
  readonly #own: RTCConfiguration | undefined;
  #received: readonly RTCIceServer[] = [];
  #spare: NewConnection | undefined;
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
  take(): NewConnection {
    return this.#release() ?? this.#create();
  }

  /** Closes the connection that was created in advance. */
  drop(): void {
    this.#release()?.connection.close();
  }

  /** Uses these ICE servers from now on. Present connections use them from their next ICE restart on (W3C WebRTC §4.4.1.6). */
  learn(servers: readonly RTCIceServer[], present: readonly RTCPeerConnection[]): void {
    if (this.#received.length === 0 && servers.length === 0) return;
    this.#received = servers;
    for (const connection of [...present, this.#spare?.connection]) {
      if (connection && connection.signalingState !== "closed")
        connection.setConfiguration(this.#configuration ?? {});
    }
  }

  #release(): NewConnection | undefined {
    clearTimeout(this.#preparing);
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  get #configuration(): RTCConfiguration | undefined {
    if (this.#received.length === 0) return this.#own;
    return { ...this.#own, iceServers: [...this.#received, ...(this.#own?.iceServers ?? [])] };
  }

  #create(): NewConnection {
    return withDataChannel(new this.#Connection(this.#configuration));
  }
}

/** Opens the data channel of a peer on a new connection. */
export function withDataChannel(connection: RTCPeerConnection): NewConnection {
  return { connection, dataChannel: connection.createDataChannel(dataLabel, dataInit) };
}
