import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Guide } from "./guide.ts";

/** The part of a guide: the server has a host name of its own, or a path that the proxy removes or keeps. */
export type Form = "host" | "removed" | "kept";

/** A proxy that terminates TLS before a server, with the configuration of its guide. */
export interface ProxyProgram {
  readonly name: string;
  readonly guide: Guide;
  /** Skips the tests of the scope without the program; fails in CI. */
  readonly use: () => void;
  /** Starts the program before the server at an address such as `127.0.0.1:3000`. */
  readonly start: (address: string, form: Form) => Promise<RunningProxy>;
  /** Returns the address of a server on a Unix socket. */
  readonly unixAddress: (path: string) => string;
}

export interface RunningProxy {
  /** The port with TLS. */
  readonly port: number;
  /** Reads the configuration again, as `systemctl reload` does. Resolves when new connections use it. */
  reload(): Promise<void>;
}

/** The address of the server in the guides. */
export const sample = "127.0.0.1:3000";

/** Returns a folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "proxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
