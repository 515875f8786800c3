import type { Peer } from "simple-webrtc-signaling-client";
import type { Source } from "./devices.ts";
import type { LocalMedia } from "./local-media.ts";

type Tracks = ReadonlyMap<Source, MediaStreamTrack>;

/** Makes what a peer is sent what it should be. Another device takes the place of one without an offer. */
export function sendTracks(peer: TrackTaker, sent: Tracks, media: TrackGiver): Tracks {
  const wanted = new Map(media.tracks);
  for (const source of new Set([...sent.keys(), ...wanted.keys()])) {
    const before = sent.get(source);
    const now = wanted.get(source);
    if (before === now) continue;
    if (before && now) void peer.replaceTrack(before, now);
    else if (now) peer.addTrack(now, media.streamOf(source));
    else if (before) peer.removeTrack(before);
  }
  return wanted;
}

type TrackTaker = Pick<Peer, "addTrack" | "replaceTrack" | "removeTrack">;
type TrackGiver = Pick<LocalMedia, "tracks" | "streamOf">;
