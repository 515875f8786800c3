/** A client and its server. */
export interface Subject {
  /** The name of `pages/<page>.js`. */
  readonly page: string;
  /** The name of `../servers/<server>.js`. */
  readonly server: string;
  /** The URL of the file for browsers that a package publishes; absent if the server serves it. */
  readonly script?: string;
  /** The packages whose versions are part of the result. */
  readonly packages: readonly string[];
  readonly title: string;
}

/** The baseline of the comparison. */
export const baseline: Subject = {
  page: "this-client",
  server: "signaling",
  packages: ["simple-webrtc-signaling-server", "simple-webrtc-signaling-client"],
  title: "this client, this server",
};

export const subjects: readonly Subject[] = [
  baseline,
  {
    page: "peerjs",
    server: "peer-server",
    script: import.meta.resolve("peerjs/dist/peerjs.min.js"),
    packages: ["peerjs", "peer"],
    title: "PeerJS, PeerServer",
  },
  {
    page: "simple-peer",
    server: "room-ws",
    script: import.meta.resolve("simple-peer/simplepeer.min.js"),
    packages: ["simple-peer", "ws"],
    title: "simple-peer, bare ws",
  },
];
