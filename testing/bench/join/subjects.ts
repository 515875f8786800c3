import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** A client and its server. */
export interface Subject {
  /** The name of `pages/<page>.js`. */
  readonly page: string;
  /** The name of `../servers/<server>.js`. */
  readonly server: string;
  /** Environment variables of the server. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The URL of the file for browsers that a package publishes; absent if the server serves it. */
  readonly script?: string;
  /** The packages whose versions are part of the result. */
  readonly packages: readonly string[];
  readonly title: string;
}

/** The client that all others are compared with. */
export const own: Subject = {
  page: "this-client",
  server: "signaling",
  packages: ["simple-webrtc-signaling-server", "simple-webrtc-signaling-client"],
  title: "this client, this server",
};

const references: readonly Subject[] = [
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

/** Returns the measured clients: this one, the references and, if there is one, that of another checkout. */
export function subjectsWith(before: string | undefined): readonly Subject[] {
  return [own, ...references, ...(before === undefined ? [] : [earlierOf(resolve(before))])];
}

function earlierOf(checkout: string): Subject {
  if (!existsSync(join(checkout, "packages/server/dist/index.js"))) {
    throw new Error(`the server in ${checkout} is not built; run \`npm run build\` there`);
  }
  return {
    ...own,
    server: "signaling-before",
    environment: { BEFORE: checkout },
    title: "this client before",
  };
}
