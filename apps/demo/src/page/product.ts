/** The project that this page belongs to. */
export const product = {
  name: "simple-webrtc-signaling-server",
  url: "https://www.npmjs.com/package/simple-webrtc-signaling-server",
} as const;
