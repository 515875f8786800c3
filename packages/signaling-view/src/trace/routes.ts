import type { Peer } from "simple-webrtc-signaling-client";
import type { EntryOf, Happening } from "./entry.ts";

type Route = Omit<EntryOf<"route">, "id" | "atMs">;

/** Pairs may change several times in a row until the best is found. */
const settleMs = 250;

/** Tells the route to a peer when the connection stands, and whenever another pair took over. */
export function recordRoutes(peer: Peer, record: (happening: Happening) => void): void {
  const watched = new WeakSet<RTCIceTransport>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = async () => {
    const route = await routeOf(peer);
    if (route && peer.state === "connected") record(route);
  };
  const tellSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void tell(), settleMs);
  };
  const begin = () => {
    tellSoon();
    for (const transport of transportsOf(peer.connection)) {
      if (watched.has(transport)) continue;
      watched.add(transport);
      transport.addEventListener("selectedcandidatepairchange", tellSoon);
    }
  };
  if (peer.state === "connected") begin();
  peer.on("state", (state) => {
    if (state === "connected") begin();
  });
}

async function routeOf(peer: Peer): Promise<Route | undefined> {
  // A connection that was closed meanwhile has nothing to tell.
  const report = await peer.stats().catch(() => undefined);
  if (!report?.route) return undefined;
  const { route, protocol, roundTripMs } = report;
  return { kind: "route", route, protocol, roundTripMs };
}

/** As all sections are bundled there is one, except with peers that do not bundle. */
function transportsOf(connection: RTCPeerConnection): Set<RTCIceTransport> {
  const ofMedia = connection.getTransceivers().map(({ sender }) => sender.transport);
  const all = [connection.sctp?.transport, ...ofMedia];
  return new Set(all.flatMap((transport) => transport?.iceTransport ?? []));
}
