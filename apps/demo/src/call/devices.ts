import type { Unsubscribe } from "../watchable.ts";

/** The source of a track that this page sends. */
export type Source = "microphone" | "camera" | "screen";

export interface Devices {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly cameras: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
}

/** Asks for a microphone or camera. Rejects with a `DOMException`, whose `name` says why. */
export async function openDevice(
  source: "microphone" | "camera",
  deviceId: string | undefined,
): Promise<MediaStreamTrack> {
  const device = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const constraints =
    source === "microphone" ? { audio: device } : { video: { ...device, ...size } };
  const stream = await mediaDevices().getUserMedia(constraints);
  return onlyTrackOf(stream);
}

/** Asks for a screen, a window or a tab. Rejects with a `DOMException`, whose `name` says why. */
export async function openScreen(): Promise<MediaStreamTrack> {
  return onlyTrackOf(await mediaDevices().getDisplayMedia({ video: true }));
}

export function canShareScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** Devices have names, and several can be told apart, only once one of them was allowed. */
export async function listDevices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const named = all.filter(({ deviceId }) => deviceId !== "");
  return {
    microphones: named.filter(({ kind }) => kind === "audioinput"),
    cameras: named.filter(({ kind }) => kind === "videoinput"),
    speakers: named.filter(({ kind }) => kind === "audiooutput"),
  };
}

/** A device was plugged in or taken away. */
export function onDevicesChanged(listener: () => void): Unsubscribe {
  navigator.mediaDevices?.addEventListener("devicechange", listener);
  return () => navigator.mediaDevices?.removeEventListener("devicechange", listener);
}

/** Browsers have no media devices for a page that came over plain http. */
function mediaDevices(): MediaDevices {
  if (navigator.mediaDevices) return navigator.mediaDevices;
  throw new DOMException("this page is in no secure context", "SecurityError");
}

function onlyTrackOf(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (!track) throw new DOMException("the stream has no track", "NotFoundError");
  return track;
}
