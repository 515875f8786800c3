import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, unlinkSync } from "node:fs";
import { platform, tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** The folder of this user below the system's folder for temporary files. */
export function defaultFolder(): string {
  return join(tmpdir(), `simple-webrtc-signaling-${userName()}`);
}

/** A container may run as a user that has no entry among the system's users. */
function userName(): string {
  try {
    const { uid, username } = userInfo();
    return uid === -1 ? username : String(uid);
  } catch {
    return "sessions";
  }
}

/** Creates a folder that only this user may use, or throws if there is one that other users own or may write to. */
export function preparePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatOfFolder(folder);
  if (platform() === "win32") return;
  if (uid !== ownUidIn(folder)) throw new Error(`${folder} belongs to another user`);
  if ((mode & 0o022) !== 0) throw new Error(`${folder} can be written to by other users`);
}

/** A symbolic link could be another user's, and lead anywhere. */
function lstatOfFolder(folder: string) {
  const stats = lstatSync(folder);
  if (!stats.isDirectory()) throw new Error(`${folder} is not a folder`);
  return stats;
}

/** The user that new files of this process belong to. */
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
