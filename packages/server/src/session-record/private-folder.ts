import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, unlinkSync } from "node:fs";
import { platform, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Returns the folder of this user in the system's temporary folder. */
export function defaultFolder(): string {
  return join(tmpdir(), `simple-webrtc-signaling-${userName()}`);
}

/** Returns a name for this user, also in a container whose user has no entry in the system's user database. */
function userName(): string {
  try {
    const { uid, username } = userInfo();
    return uid === -1 ? username : String(uid);
  } catch {
    return "sessions";
  }
}

/** Creates a folder that only this user may use. Throws if the folder exists and other users own it or may write to it. */
export function preparePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatOfFolder(folder);
  if (platform() === "win32") return;
  if (uid !== ownUidIn(folder)) throw new Error(`${folder} belongs to another user`);
  if ((mode & 0o022) !== 0) throw new Error(`${folder} is writable for other users`);
}

/** Rejects a symbolic link, because another user could own the link and change its target. */
function lstatOfFolder(folder: string) {
  const stats = lstatSync(folder);
  if (!stats.isDirectory()) throw new Error(`${folder} is not a folder`);
  return stats;
}

/** Returns the user id that owns new files of this process. */
function ownUidIn(folder: string): number {
  const probe = join(folder, `probe-${randomBytes(8).toString("hex")}`);
  const descriptor = openSync(probe, "wx", 0o600);
  try {
    return fstatSync(descriptor).uid;
  } finally {
    closeSync(descriptor);
    unlinkSync(probe);
  }
}
