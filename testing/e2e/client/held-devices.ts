declare global {
  /** Lets the page have the device that it waits for. Resolves with the state of its track in the next turn. */
  var releaseDevice: (() => Promise<MediaStreamTrackState | undefined>) | undefined;
}

/** In a page: from now on, it gets a device only when `releaseDevice` is called. */
export function holdDevices(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    await new Promise<void>((resolve) => {
      globalThis.releaseDevice = async () => {
        resolve();
        await new Promise((next) => setTimeout(next));
        return stream.getTracks()[0]?.readyState;
      };
    });
    return stream;
  };
}
