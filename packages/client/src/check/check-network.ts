import type { IceServer } from "simple-webrtc-signaling-protocol";
import { callListener } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { refuseOtherTypes } from "../base/option-types.ts";
import { randomId } from "../base/random-id.ts";
import { longestMs } from "../base/timer.ts";
import { serverAddressOf } from "../server/server-address.ts";
import type { TokenSource } from "../server/token-source.ts";
import type { ConnectionConstructor } from "../webrtc/connections.ts";
import { type IceOptions, type IceServerUrl, isTurnUrl } from "./ice-answer.ts";
import { checkStun, checkTurn, type TurnTransport, urlsOf } from "./ice-check.ts";
import { checkMedia } from "./media-check.ts";
import { checkRelay, type RelayQuality } from "./relay-check.ts";
import { reportText } from "./report-text.ts";
import {
  type Checked,
  type CheckName,
  type CheckResult,
  checkLabels,
  failed,
  skipped,
} from "./result.ts";
import { checkPolling, checkWebSocket } from "./signaling-check.ts";
import type { Limits } from "./within.ts";
import { withoutSecrets } from "./without-secrets.ts";

export interface CheckNetworkOptions {
  /**
   * The URL of the signaling server, including a base path. Default: the server that served `/client-check.js`, otherwise the
   * origin of the page. Not needed if `skip` contains `websocket` and `polling`.
   */
  readonly url?: string | undefined;
  /** The token for the server, or a function that returns one. Omit it for a server with `AUTH=none`. */
  readonly token?: TokenSource | undefined;
  /** The room that is joined for a moment. Default: a random room. A token may permit only certain rooms. */
  readonly room?: string | undefined;
  /** The own peer id. Default: a random id. A token may permit only a certain id. */
  readonly peerId?: string | undefined;
  /** The path of Socket.IO on the server, as in `joinRoom`. */
  readonly path?: string | undefined;
  /** Its `iceServers` are checked in addition to those of the signaling server. */
  readonly rtc?: Pick<RTCConfiguration, "iceServers"> | undefined;
  /** The WebRTC implementation. Default: the browser's. */
  readonly RTCPeerConnection?: ConnectionConstructor | undefined;
  /** Checks to omit, such as `microphone` and `camera`, for which the browser asks the user for permission. */
  readonly skip?: readonly CheckName[] | undefined;
  /**
   * Time limit of each check, in milliseconds. Default: 10,000. The user has 60 s to permit a device, and the measurement of the
   * connection through TURN takes up to 7 s more.
   */
  readonly timeoutMs?: number | undefined;
  /** Called with each result as soon as the check has ended. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
  /** Cancels the checks (DOM §3). `checkNetwork` then rejects with the `reason` of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** The results of all checks. */
export interface NetworkReport {
  /** In the order of {@link checkLabels}, without the omitted checks. */
  readonly results: readonly CheckResult[];
  /** The measured quality of a connection through TURN; `undefined` if the check `relay` did not pass. */
  readonly relay: RelayQuality | undefined;
  /** The report as text, to copy it for support. It contains no token, no credential and no address of this device. */
  readonly text: string;
}

/**
 * Checks all that a call needs: camera and microphone, the signaling server, STUN, TURN, and a connection of this device with
 * itself through TURN. A failed check is a result, not an error. With TURN, a check sends at most 10 MB to itself.
 *
 * Rejects with a `SignalingError`, code `bad-message`, for an invalid option, and with the reason of `signal`.
 *
 * @example
 * const { results, text } = await checkNetwork({
 *   url: "https://signaling.example",
 *   onResult: ({ name, status }) => console.log(name, status),
 * });
 * if (results.some(({ status }) => status === "failed")) console.log(text);
 */
export async function checkNetwork(options: CheckNetworkOptions = {}): Promise<NetworkReport> {
  const { skip, onResult: _, ...others } = options;
  if (others.signal?.aborted) throw others.signal.reason;
  refuseOtherTypes(others);
  refuseOtherChecks(skip);
  return new NetworkCheck(options).run();
}

/** Throws a `SignalingError` for a misspelled check, which would not be omitted. */
function refuseOtherChecks(skip: readonly string[] = []): void {
  // A text is not a list, and none of its letters is a check.
  const wrong = [...skip].find((name) => !Object.hasOwn(checkLabels, name));
  if (wrong === undefined) return;
  const names = Object.keys(checkLabels).join(", ");
  throw new SignalingError("bad-message", `\`skip\` contains ${wrong}; use some of ${names}`);
}

/** One run of all checks. */
class NetworkCheck {
  readonly #options: CheckNetworkOptions;
  readonly #limits: Limits;
  readonly #results = new Map<CheckName, CheckResult>();
  readonly #startedAt = new Date();
  /** `undefined`: no server is needed. */
  readonly #url: string | undefined;

  constructor(options: CheckNetworkOptions) {
    const { signal } = options;
    const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestMs);
    this.#options = options;
    this.#limits = { timeoutMs, signal };
    const isServerNeeded = this.#isWanted("websocket") || this.#isWanted("polling");
    this.#url = isServerNeeded ? serverAddressOf(options.url) : undefined;
  }

  async run(): Promise<NetworkReport> {
    // In parallel, because the user may need time to permit the devices.
    const [relay] = await Promise.all([this.#checkServers(), this.#checkDevices()]);
    const names = Object.keys(checkLabels) as readonly CheckName[];
    const results = names.flatMap((name) => this.#results.get(name) ?? []);
    const text = reportText({ startedAt: this.#startedAt, url: this.#url }, results);
    return { results, relay, text };
  }

  /** One after the other, because browsers show one question at a time. */
  async #checkDevices(): Promise<void> {
    await this.#perform("microphone", () => checkMedia("audio", this.#limits));
    await this.#perform("camera", () => checkMedia("video", this.#limits));
  }

  async #checkServers(): Promise<RelayQuality | undefined> {
    const servers = await this.#findIceServers();
    const turn = (transport: TurnTransport) =>
      this.#performIce(`turn-${transport}`, servers, (known, options) =>
        checkTurn(transport, known, options),
      );
    const stun = this.#performIce("stun", servers, checkStun);
    const granting = await Promise.all([turn("udp"), turn("tcp"), turn("tls")]);
    await stun;
    // Alone, because the other checks would take a part of the throughput.
    return this.#performIce("relay", servers, async (known, options) => {
      const server = granting.find((server) => server !== undefined);
      if (server) return checkRelay(server, options);
      const hasTurn = known.some(({ urls }) => isTurnUrl(urls));
      return { outcome: skipped(hasTurn ? "no-relay" : "no-turn-server") };
    });
  }

  /** Returns the ICE servers with one URL each; `undefined` if they are unknown. */
  async #findIceServers(): Promise<readonly IceServerUrl[] | undefined> {
    const own = this.#options.rtc?.iceServers ?? [];
    const received = this.#url === undefined ? [] : await this.#checkSignaling(this.#url);
    return received || own.length > 0 ? urlsOf([...(received ?? []), ...own]) : undefined;
  }

  /** One after the other, because a token may permit only one peer id. */
  async #checkSignaling(url: string): Promise<readonly IceServer[] | undefined> {
    const { path, token, room = `check-${randomId()}`, peerId = randomId() } = this.#options;
    const options = { ...this.#limits, url, path, token, room, peerId };
    const first = await this.#perform("websocket", () => checkWebSocket(options));
    const second = await this.#perform("polling", () => checkPolling(options));
    return first ?? second;
  }

  #performIce<Value>(
    name: CheckName,
    servers: readonly IceServerUrl[] | undefined,
    check: (servers: readonly IceServerUrl[], options: IceOptions) => Promise<Checked<Value>>,
  ): Promise<Value | undefined> {
    const { RTCPeerConnection: Connection = globalThis.RTCPeerConnection } = this.#options;
    return this.#perform(name, async () => {
      if (!Connection) return { outcome: skipped("no-webrtc") };
      if (!servers) return { outcome: skipped("no-ice-servers") };
      return check(servers, { Connection, ...this.#limits });
    });
  }

  /** Performs a check, unless it is omitted, and reports its result. Rejects only if the signal is aborted. */
  async #perform<Value>(
    name: CheckName,
    check: () => Promise<Checked<Value>>,
  ): Promise<Value | undefined> {
    if (!this.#isWanted(name)) return undefined;
    const { signal } = this.#limits;
    const startedAt = performance.now();
    const { outcome, value } = await check().catch((error: unknown): Checked<Value> => {
      if (signal?.aborted) throw signal.reason;
      return { outcome: failed("unexpected-error", [withoutSecrets(String(error))]) };
    });
    if (signal?.aborted) throw signal.reason;
    const result = { name, durationMs: performance.now() - startedAt, ...outcome };
    this.#results.set(name, result);
    const { onResult } = this.#options;
    if (onResult) callListener(onResult, result);
    return value;
  }

  #isWanted(name: CheckName): boolean {
    return !this.#options.skip?.includes(name);
  }
}
