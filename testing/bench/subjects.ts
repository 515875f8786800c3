import { resolve } from "node:path";
import { type Dialect, plainJson, socketIo } from "../kit/dialect.ts";

/** A server to measure. */
export interface Subject {
  /** Its file in `servers/`. */
  readonly name: string;
  readonly title: string;
  readonly dialect: Dialect;
  /** Environment variables of its process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The measured servers in order, and the baseline. */
export interface Comparison {
  readonly subjects: readonly Subject[];
  readonly baseline: Subject;
}

const own: readonly Subject[] = [
  { name: "signaling", title: "this server", dialect: socketIo },
  { name: "signaling-limited", title: "this server, all limits on", dialect: socketIo },
];
const bareSocketIo: Subject = {
  name: "bare-socket-io",
  title: "bare socket.io",
  dialect: socketIo,
};
const bareWebSocket: Subject = { name: "bare-ws", title: "bare ws + JSON", dialect: plainJson };

/** Returns this server and two bare ones, or this server and the server of another checkout. */
export function comparisonWith(before: string | undefined): Comparison {
  if (before === undefined) {
    return { subjects: [...own, bareSocketIo, bareWebSocket], baseline: bareSocketIo };
  }
  const earlier: Subject = {
    name: "signaling-before",
    title: "the server before",
    dialect: socketIo,
    environment: { BEFORE: resolve(before) },
  };
  return { subjects: [...own, earlier], baseline: earlier };
}
