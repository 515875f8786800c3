import { chmod, lstat, rm } from "node:fs/promises";
import type { Server as HttpServer } from "node:http";
import { connect } from "node:net";
import { SettingError } from "../config/config.ts";

export interface UnixSocketOptions {
  readonly path: string;
  /** The permissions of the file. */
  readonly mode: number;
  /** The maximum number of connections that wait for `accept`. */
  readonly backlog: number;
}

/**
 * Listens on a Unix socket. Replaces the file of a process that ended without removing it. Node.js removes the file when the
 * server is closed. Rejects with a `SettingError` if another process listens, or if the path cannot be used.
 */
export async function listenOnUnixSocket(
  httpServer: HttpServer,
  options: UnixSocketOptions,
): Promise<void> {
  const { path, mode } = options;
  try {
    await listen(httpServer, options);
    await chmod(path, mode);
  } catch (error) {
    throw unixSocketError(error, path);
  }
}

async function listen(httpServer: HttpServer, options: UnixSocketOptions): Promise<void> {
  try {
    await listenOnce(httpServer, options);
  } catch (error) {
    if (codeOf(error) !== "EADDRINUSE" || !(await removeAbandoned(options.path))) throw error;
    await listenOnce(httpServer, options);
  }
}

function listenOnce(
  httpServer: HttpServer,
  { path, backlog }: Pick<UnixSocketOptions, "path" | "backlog">,
): Promise<void> {
  return new Promise((resolve, reject) => {
    httpServer.once("error", reject);
    httpServer.listen({ path, backlog }, () => {
      httpServer.off("error", reject);
      resolve();
    });
  });
}

/**
 * Removes the file of a Unix socket on which no process listens, and returns whether there was one. A connection to a file of
 * another kind is refused, too, so such a file stays.
 */
export async function removeAbandoned(path: string): Promise<boolean> {
  const file = await lstat(path).catch(() => undefined);
  if (!file?.isSocket() || !(await isRefused(path))) return false;
  await rm(path, { force: true });
  return true;
}

function isRefused(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    // Without the permission to connect, nothing is known about the process.
    socket.once("error", (error) => resolve(codeOf(error) === "ECONNREFUSED"));
  });
}

const noFile =
  "the folder does not exist, or this process is not permitted to create a file in it; create or permit it, or choose another path";

const sentences: Readonly<Record<string, string>> = {
  EADDRINUSE:
    "another program listens on this socket, or the file is no socket; stop the program, or choose another path",
  // libuv also reports a missing folder as EACCES.
  EACCES: noFile,
  EPERM: noFile,
  EROFS: "the file system is read-only; choose another folder",
  ENOTDIR: "a part of the path is no folder; choose another path",
};

function unixSocketError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const sentence = sentences[code] ?? "the server cannot listen there; choose another path";
  const message = `UNIX_SOCKET is ${JSON.stringify(path)}: ${sentence} (${code})`;
  return new SettingError(message, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
