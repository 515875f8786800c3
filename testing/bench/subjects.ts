import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { measuredScript } from "../kit/measured-server.ts";
import { type Dialect, jsonObjects, peerJs, plainJson, socketIo } from "./dialects.ts";
import { type Part, parts } from "./options.ts";

/** A server to measure. */
export interface Subject {
  /** Its file in `servers/`. */
  readonly name: string;
  readonly title: string;
  readonly dialect: Dialect;
  /** The path of the program as users start it. It reads `HOST` and `PORT`. */
  readonly program: readonly string[];
  /** The parts of the benchmark that apply to it. Only servers that announce joins have the part `join`. */
  readonly parts: readonly Part[];
  /** Environment variables of its process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The measured servers in order, and the baseline. */
export interface Comparison {
  readonly subjects: readonly Subject[];
  readonly baseline: Subject;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The published program of this project in a checkout. */
function publishedProgram(checkout: string): readonly string[] {
  return [join(checkout, "packages/server/bin.cjs"), "--auth", "none"];
}

const own: Subject = {
  name: "signaling",
  title: "this server",
  dialect: socketIo,
  program: publishedProgram(root),
  parts,
};

const limited: Subject = {
  ...own,
  name: "signaling-limited",
  title: "this server, all limits on",
  parts: ["messages", "idle"],
};

const plain: Subject = { ...limited, title: "this server, plain WebSocket", dialect: jsonObjects };

const measured: Subject = {
  ...own,
  name: "signaling-metrics",
  title: "this server, with metrics",
  parts: ["messages"],
};

const original: Subject = {
  name: "original",
  title: "original server",
  dialect: socketIo,
  program: [measuredScript("original")],
  parts,
};

const withoutPresence = parts.filter((part) => part !== "join");

const references: readonly Subject[] = [
  {
    name: "peer-server",
    title: "PeerServer",
    dialect: peerJs,
    program: [measuredScript("peer-server")],
    parts: withoutPresence,
  },
  {
    name: "bare-socket-io",
    title: "bare socket.io",
    dialect: socketIo,
    program: [measuredScript("bare-socket-io")],
    parts: withoutPresence,
  },
  {
    name: "bare-ws",
    title: "bare ws + JSON",
    dialect: plainJson,
    program: [measuredScript("bare-ws")],
    parts: withoutPresence,
  },
];

/** Returns this server and the references, or this server and the server of another checkout. */
export function comparisonWith(before: string | undefined): Comparison {
  if (before === undefined) {
    return {
      subjects: [own, measured, limited, plain, original, ...references],
      baseline: original,
    };
  }
  const checkout = resolve(before);
  const earlier: Subject = {
    ...own,
    name: "signaling-before",
    title: "the server before",
    program: publishedProgram(checkout),
    environment: { BEFORE: checkout },
  };
  if (!existsSync(join(checkout, "packages/server/dist/index.js"))) {
    throw new Error(`the server in ${checkout} is not built; run \`npm run build\` there`);
  }
  return { subjects: [own, measured, limited, plain, earlier], baseline: earlier };
}
