import { reportOf } from "../diagnosis/connection-report.ts";
import type { IceOptions, IceServerUrl } from "./ice-answer.ts";
import { measureLoss, measureThroughput } from "./relay-measurement.ts";
import { type Checked, failed, passed } from "./result.ts";
import { within } from "./within.ts";

/** The quality of a connection from this device through the TURN server and back. Both directions pass through two relays. */
export interface RelayQuality {
  /** The URL of the TURN server. */
  readonly url: string;
  /** The time to the open connection, in milliseconds. */
  readonly connectMs: number;
  /** The round-trip time between both ends, in milliseconds; `undefined` if the platform does not measure it. */
  readonly roundTripMs: number | undefined;
  /** The part of the packets that were lost, in percent. */
  readonly lostPercent: number;
  /** The throughput in one direction, in Mbit/s. */
  readonly megabitsPerSecond: number;
}

/** One end of the connection. */
interface End {
  readonly connection: RTCPeerConnection;
  /** Delivers everything, in order. */
  readonly reliable: RTCDataChannel;
  /** Sends each packet once, as media does. */
  readonly lossy: RTCDataChannel;
}

/** Connects this device with itself through a TURN server, and measures the connection. */
export async function checkRelay(
  server: IceServerUrl,
  options: IceOptions,
): Promise<Checked<RelayQuality>> {
  const startedAt = performance.now();
  const ends = [endWith(server, options), endWith(server, options)] as const;
  const [near, far] = ends;
  try {
    const isOpen = await within(connect(near, far), options);
    const connectMs = performance.now() - startedAt;
    if (!isOpen) return failedAt(server, `not open after ${Math.round(connectMs)} ms`);
    const lostPercent = await measureLoss(near, far, options.signal);
    const megabitsPerSecond = await measureThroughput(near.reliable, far.reliable, options.signal);
    const { roundTripMs } = reportOf(await near.connection.getStats());
    const { urls: url } = server;
    const quality = { url, connectMs, roundTripMs, lostPercent, megabitsPerSecond };
    if (lostPercent === 100 || megabitsPerSecond === 0)
      return failedAt(server, "it opened, but no data arrived");
    return { outcome: passed(textsOf(quality)), value: quality };
  } finally {
    for (const { connection } of ends) connection.close();
  }
}

function failedAt({ urls }: IceServerUrl, text: string): Checked<RelayQuality> {
  return { outcome: failed("relay-failed", [`${urls}: ${text}`]) };
}

function endWith(server: IceServerUrl, { Connection }: IceOptions): End {
  const connection = new Connection({ iceServers: [server], iceTransportPolicy: "relay" });
  const reliable = connection.createDataChannel("reliable", { negotiated: true, id: 0 });
  const lossyOptions = { negotiated: true, id: 1, ordered: false, maxRetransmits: 0 };
  const lossy = connection.createDataChannel("lossy", lossyOptions);
  return { connection, reliable, lossy };
}

/** Resolves with `true` when all channels are open. */
async function connect(near: End, far: End): Promise<true> {
  const isOpen = [near, far].flatMap(({ reliable, lossy }) => [opened(reliable), opened(lossy)]);
  const [one, other] = [near.connection, far.connection];
  let describe = () => {};
  const described = new Promise<void>((resolve) => {
    describe = resolve;
  });
  passCandidates(one, other, described);
  passCandidates(other, one, described);
  await one.setLocalDescription(await one.createOffer());
  await other.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await other.setLocalDescription(await other.createAnswer());
  await one.setRemoteDescription(other.localDescription as RTCSessionDescription);
  describe();
  await Promise.all(isOpen);
  return true;
}

function opened(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.addEventListener("open", () => resolve());
  });
}

function passCandidates(
  from: RTCPeerConnection,
  to: RTCPeerConnection,
  described: Promise<void>,
): void {
  from.addEventListener("icecandidate", ({ candidate }) => {
    // A candidate that arrives after the check is of no use.
    if (candidate) described.then(() => to.addIceCandidate(candidate)).catch(() => {});
  });
}

function textsOf({ url, ...quality }: RelayQuality): readonly string[] {
  const { connectMs, roundTripMs, lostPercent, megabitsPerSecond } = quality;
  return [
    `${url}: open after ${Math.round(connectMs)} ms`,
    ...(roundTripMs === undefined ? [] : [`round trip ${Math.round(roundTripMs)} ms`]),
    `packets lost: ${lostPercent} %`,
    `throughput: ${megabitsPerSecond.toFixed(1)} Mbit/s`,
  ];
}
