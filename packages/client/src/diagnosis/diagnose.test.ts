import { readFileSync } from "node:fs";
import { connectionCauses } from "simple-webrtc-signaling-protocol";
import { afterEach, expect, test, vi } from "vitest";
import { diagnose, diagnoseMedia } from "./diagnose.ts";
import type { ConnectionRecord } from "./facts.ts";
import { allCauses } from "./problem.ts";

const candidate = (type: string, address: string) =>
  `a=candidate:1 1 udp 2113937151 ${address} 54321 typ ${type} generation 0\r\n`;
const host = candidate("host", "192.168.1.2");
const mdns = candidate("host", "ce896e6b-061b-41bf-a1ad-4f146747c74a.local");
const srflx = candidate("srflx", "203.0.113.1");
const relay = candidate("relay", "198.51.100.1");

const data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n";

const described = (type: RTCSdpType, sdp: string) => ({ type, sdp }) as RTCSessionDescription;

interface Given extends Partial<ConnectionRecord> {
  readonly servers?: readonly string[];
  readonly stats?: RTCStatsReport;
}

/** The causes for a connection that has failed, except as given. */
function causes({ servers = [], ...given }: Given = {}): readonly string[] {
  const iceServers = servers.map((urls) => ({ urls }));
  const record: ConnectionRecord = {
    connection: { getConfiguration: () => ({ iceServers }), sctp: null },
    connectionState: "failed",
    iceConnectionState: "failed",
    iceGatheringState: "complete",
    localDescription: described("offer", data + host),
    remoteDescription: described("answer", data + host),
    stats: new Map() as RTCStatsReport,
    iceErrors: [],
    negotiationError: undefined,
    wasConnected: false,
    gatheringMs: 15_000,
    ...given,
  };
  return diagnose(record).map(({ cause, details }) => [cause, ...details].join(" "));
}

const connecting = { connectionState: "connecting", iceConnectionState: "checking" } as const;
const turn = "turn:turn.example:3478";

test("without a TURN server, failed routes need one", () => {
  expect(causes()).toEqual(["needs-turn"]);
  expect(causes({ wasConnected: true })).toEqual(["connection-lost", "needs-turn"]);
  expect(causes({ localDescription: described("offer", data + mdns) })).toEqual([
    "only-mdns-candidates",
    "needs-turn",
  ]);
});

test("routes through a TURN server can fail, too", () => {
  const localDescription = described("offer", data + host + relay);
  expect(causes({ servers: [turn], localDescription })).toEqual(["no-route"]);
});

test("a side without candidates is reported", () => {
  expect(causes({ localDescription: described("offer", data) })).toEqual(["no-candidates"]);
  expect(causes({ remoteDescription: described("answer", data) })).toEqual(["no-candidates"]);
});

test.each([
  [turn, 401, "turn-credential-refused"],
  [turn, 441, "turn-credential-refused"],
  [turn, 486, "turn-refused"],
  [turn, 701, "turn-unreachable-udp"],
  [`${turn}?transport=udp`, 701, "turn-unreachable-udp"],
  [`${turn}?transport=tcp`, 701, "turn-unreachable-tcp"],
  ["turns:turn.example", 701, "turn-unreachable-tls"],
] as const)("%s with the code %i is %s", (url, code, cause) => {
  const detail = `${url}: ${code === 701 ? "no answer" : code}`;
  expect(causes({ servers: [url], iceErrors: [[url, code]] })).toEqual([`${cause} ${detail}`]);
});

test("a STUN server without an answer counts only if no other one has answered", () => {
  const stun = "stun:stun.example";
  const iceErrors = [[stun, 701]] as const;
  expect(causes({ servers: [stun], iceErrors })).toEqual([
    `no-stun-answer ${stun}: no answer`,
    "needs-turn",
  ]);
  const localDescription = described("offer", data + host + srflx);
  expect(causes({ servers: [stun], iceErrors, localDescription })).toEqual(["needs-turn"]);
});

test("a server that is silent for 10 s does not answer", () => {
  const servers = [`${turn}?transport=udp`, `${turn}?transport=tcp`];
  const waiting = { servers, iceGatheringState: "gathering", ...connecting } as const;
  expect(causes({ ...waiting, gatheringMs: 9_999 })).toEqual(["still-connecting"]);
  expect(causes({ ...waiting, gatheringMs: 10_000 })).toEqual([
    `turn-unreachable-udp ${servers[0]}: no answer`,
    `turn-unreachable-tcp ${servers[1]}: no answer`,
  ]);
  const relayed = { id: "R", type: "local-candidate", relayProtocol: "tcp" };
  const stats = new Map([["R", relayed]]) as unknown as RTCStatsReport;
  expect(causes({ ...waiting, stats })).toEqual([`turn-unreachable-udp ${servers[0]}: no answer`]);
});

test("a failed negotiation or DTLS explains all", () => {
  const remoteDescription = null;
  expect(causes({ remoteDescription })).toEqual(["no-answer"]);
  const negotiationError = new Error("useless", { cause: new TypeError("why") });
  expect(causes({ remoteDescription, negotiationError })).toEqual([
    "description-refused Error: useless; TypeError: why",
  ]);
  const transport = { id: "T", type: "transport", dtlsState: "failed" };
  const stats = new Map([["T", transport]]) as unknown as RTCStatsReport;
  const iceConnectionState = "connected";
  expect(causes({ stats, iceConnectionState })).toEqual(["dtls-failed"]);
});

test("DTLS without a route is no cause: Firefox reports that it failed, too", () => {
  const transport = { id: "T", type: "transport", dtlsState: "failed" };
  const stats = new Map([["T", transport]]) as unknown as RTCStatsReport;
  for (const iceConnectionState of ["failed", "checking", "new"] as const) {
    expect(causes({ stats, iceConnectionState })).toEqual(["needs-turn"]);
  }
  expect(causes({ stats, wasConnected: true })).toEqual(["connection-lost", "needs-turn"]);
});

test("a rejected track is reported although the peers are connected", () => {
  const connected = { connectionState: "connected", iceConnectionState: "connected" } as const;
  const video = (port: number) => `m=video ${port} UDP/TLS/RTP/SAVPF 96\r\n`;
  const localDescription = described("offer", data + video(9));
  const rejected = described("answer", data + video(0));
  expect(causes({ ...connected, localDescription, remoteDescription: rejected })).toEqual([
    "track-rejected",
  ]);
  const stopped = described("offer", data + video(0));
  for (const offer of [described("offer", data), stopped]) {
    expect(causes({ ...connected, localDescription: offer, remoteDescription: rejected })).toEqual(
      [],
    );
  }
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ["NotAllowedError", "media-permission-denied"],
  ["NotFoundError", "media-device-missing"],
  ["NotReadableError", "media-device-in-use"],
  ["OverconstrainedError", "media-constraints"],
  ["OtherError", "media-failed"],
])("the error %s of a device is %s", (name, cause) => {
  const error = new DOMException("text of the browser", name);
  expect(diagnoseMedia(error)).toMatchObject({ cause, details: [String(error)] });
});

test("a page without TLS has no devices", () => {
  vi.stubGlobal("isSecureContext", false);
  expect(diagnoseMedia(new TypeError("mediaDevices is undefined"))).toMatchObject({
    cause: "media-insecure-page",
  });
  expect(diagnoseMedia(undefined)).toMatchObject({ cause: "media-insecure-page" });
});

test("[I2] the server knows each cause of a connection", () => {
  const ofConnections = allCauses.filter((cause) => !cause.startsWith("media-"));
  expect([...connectionCauses]).toEqual(ofConnections);
});

test("the documents explain each cause", () => {
  const page = new URL("../../../../docs/connection-problems.md", import.meta.url);
  const explained = [...readFileSync(page, "utf8").matchAll(/^\| `([a-z-]+)` \|/gm)];
  expect(explained.map(([, cause]) => cause).sort()).toEqual([...allCauses].sort());
});
