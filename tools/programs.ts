import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptGet, aptUnpack } from "./apt-get.ts";

/** A program that tests need, and its installation. */
export interface ProgramKind {
  readonly name: string;
  /** Its possible names on `PATH`. */
  readonly programs: readonly string[];
  /** The environment variable with its path. */
  readonly variable: string;
  /** The Debian package and its approximate download size. */
  readonly debian: DebianPackage;
  /** Returns whether a program is suitable for the tests. Default: it is. */
  readonly suits?: (path: string) => boolean;
}

interface DebianPackage {
  readonly packageName: string;
  /** Additional packages for the tests. */
  readonly more?: readonly string[];
  readonly megabytes: number;
  /** A folder in which the package is unpacked instead of installed, because its installation would start a service. */
  readonly unpackedIn?: string;
}

/** Returns the path of a program. Installs a missing program if apt is permitted; otherwise throws with a solution. */
export async function findOrInstall(kind: ProgramKind): Promise<string> {
  const found = find(kind);
  if (found !== undefined) return found;
  if (!canInstall()) throw new Error(`${kind.name} is not installed. ${wayOut(kind)}`);
  await install(kind);
  const installed = find(kind);
  if (installed === undefined) {
    throw new Error(`${kind.name} is not on PATH after its installation. ${wayOut(kind)}`);
  }
  return installed;
}

/** Returns the path of a program: from its variable, which must be valid if set, otherwise the first on `PATH`. */
export function find(kind: ProgramKind): string | undefined {
  const chosen = process.env[kind.variable];
  const { suits = () => true } = kind;
  if (!chosen) return kind.programs.flatMap((name) => onPath(name, kind.debian)).find(suits);
  if (isProgram(chosen)) return chosen;
  const given = `${kind.variable} is ${JSON.stringify(chosen)}`;
  throw new Error(`${given}, which is not a program. ${wayOut(kind)}`);
}

function wayOut({ name, variable }: ProgramKind): string {
  return `Install ${name}, or set ${variable} to where one is.`;
}

/** Only Debian has all of these packages. Ubuntu's packages install browsers as snaps. */
function canInstall(): boolean {
  const isRoot = process.getuid?.() === 0;
  return isRoot && existsSync("/etc/debian_version") && onPath("apt-get").length > 0;
}

async function install(kind: ProgramKind): Promise<void> {
  const { name, variable, debian } = kind;
  const { packageName, more = [], megabytes, unpackedIn } = debian;
  process.stderr.write(
    `${name} is not installed: installing the Debian package, about ${megabytes} MB. Set ${variable} to use another program.\n`,
  );
  try {
    await packageLists();
    if (unpackedIn !== undefined) await aptUnpack(packageName, unpackedIn);
    else await aptGet("install", "-y", "--no-install-recommends", packageName, ...more);
  } catch (cause) {
    throw new Error(`${name} could not be installed. ${wayOut(kind)}\n${cause}`, { cause });
  }
}

let updated: Promise<void> | undefined;

/** Updates the lists of packages once, for all missing programs together. */
function packageLists(): Promise<void> {
  updated ??= aptGet("update");
  return updated;
}

function onPath(name: string, { unpackedIn }: Partial<DebianPackage> = {}): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  if (unpackedIn !== undefined) {
    folders.push(...["usr/bin", "usr/sbin"].map((folder) => join(unpackedIn, folder)));
  }
  return folders.map((folder) => join(folder, name)).filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
