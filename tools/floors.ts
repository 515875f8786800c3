import { type LockFile, nameAt } from "./lock-file.ts";

/** The lowest version of each package without a known vulnerability. */
export const floors: Readonly<Record<string, string>> = {
  "socket.io": "4.8.4",
  "engine.io": "6.6.9",
  "socket.io-parser": "4.2.6",
  ws: "8.21.0",
};

/** The first client of the v4 line, which tests use for compatibility. No published package contains it. */
const oldClientOfTests = "node_modules/socket.io-client-4.0/";

/** Returns installed packages, including nested ones, below their minimum version. */
export function belowFloors(lock: LockFile): string[] {
  return Object.entries(lock).flatMap(([folder, { version = "0" }]) => {
    const floor = Object.hasOwn(floors, nameAt(lock, folder))
      ? floors[nameAt(lock, folder)]
      : undefined;
    const isExempt = floor === undefined || folder.startsWith(oldClientOfTests);
    if (isExempt || isAtLeast(version, floor)) return [];
    return [`${folder}: ${version} is below ${floor}`];
  });
}

/** A prerelease precedes its release. */
function isAtLeast(version: string, floor: string): boolean {
  const [release = "", prerelease] = version.split("-");
  const [numbers, least] = [release, floor].map((text) => text.split(".").map(Number));
  for (const [index, number] of (least ?? []).entries()) {
    const own = numbers?.[index] ?? 0;
    if (own !== number) return own > number;
  }
  return prerelease === undefined;
}
