/** A client with the server it comes with. */
export interface Subject {
  /** The name of `pages/<page>.js`. */
  readonly page: string;
  /** Of `../servers/`. */
  readonly server: string;
  /** The URL of the file for browsers that a package publishes; absent if the server serves it. */
  readonly script?: string;
  /** Whose versions belong to the result. */
  readonly packages: readonly string[];
  readonly title: string;
}

/** What the others are compared with. */
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
