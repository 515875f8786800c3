import { type Dialect, plainJson, socketIo } from "./dialect.ts";

/** A server to be measured. */
export interface Subject {
  /** Its file in `servers/`. */
  readonly name: string;
  readonly title: string;
  readonly dialect: Dialect;
}

/** What the others are compared with. */
export const baseline: Subject = {
  name: "bare-socket-io",
  title: "bare socket.io",
  dialect: socketIo,
};

/** In the order they are measured. */
export const subjects: readonly Subject[] = [
  { name: "signaling", title: "this server", dialect: socketIo },
  { name: "signaling-limited", title: "this server, all limits on", dialect: socketIo },
  baseline,
  { name: "bare-ws", title: "bare ws + JSON", dialect: plainJson },
];
