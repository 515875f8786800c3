import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Command } from "../kit/command.ts";

// An installation downloads a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 });

const root = join(import.meta.dirname, "../..");

/** The configuration of this machine for the registry. */
const network = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    /^(HOME|NODE_EXTRA_CA_CERTS|\w+_PROXY)$/i.test(name) && value ? [[name, value]] : [],
  ),
);

/** A package manager: the package of the registry that contains it, and its installation command. */
const managers = [
  ["npm", undefined, ["install"]],
  ["yarn 1", "yarn@1.22.22", ["install"]],
  ["yarn 2", "yarn@2.4.3", ["install"]],
  ["yarn 4", "@yarnpkg/cli-dist@4.9.2", ["install"]],
] as const;

test.each(managers)(
  "[case N2] with %s a fresh clone installs the versions of npm's lock file, and its programs start and stop",
  async (manager, manifest, install) => {
    const clone = freshClone();
    const program = manager === "npm" ? "npm" : "yarn";
    const path = manifest === undefined ? [] : [programFolder(manifest)];
    const environment = {
      ...network,
      PATH: [...path, process.env["PATH"]].join(delimiter),
    };
    const run = (parameters: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
      new Command(program, parameters, {
        folder: clone,
        environment: { ...environment, ...settings },
      });

    expect(await run(install).exit).toBe(0);
    expectLockedVersions(clone);
    expect(execFileSync("git", ["status", "--short"], { cwd: clone, encoding: "utf8" })).toBe("");

    const script = (name: string) => (program === "npm" ? ["run", name] : [name]);
    const server = run(script("dev"), { PORT: "0" });
    const SERVER_URL = await urlOf(server);
    const first = run(script("client1"), { SERVER_URL });
    const second = run(script("client2"), { SERVER_URL });
    await first.line(/client2 → client1: I hear you/);
    await Promise.all([first, second].map((client) => client.end("SIGTERM")));
    await expectToClose(server);

    const production = run(script("start"), {
      HOST: "127.0.0.1",
      PORT: "0",
      TOKEN: "of this test",
    });
    await urlOf(production);
    await expectToClose(production);
  },
);

test("[case N5] with Node.js 18 `npm install`, `npm run dev` and `npm start` name the required version", async () => {
  const clone = freshClone();
  const node18 = programFolder("node@18", "npm@10");
  const PATH = [node18, process.env["PATH"]].join(delimiter);
  const environment = { ...network, PATH };
  const npm = (...parameters: readonly string[]) =>
    new Command("npm", parameters, { folder: clone, environment });
  const installing = npm("install");
  await installing.line(/Required: \{"node":"\^20\.19\.0/);
  expect(await installing.exit).toBe(1);
  for (const command of [npm("run", "dev"), npm("start")]) {
    await command.line(/needs Node\.js 20\.19 or newer, and this is Node\.js 18\.\d+\.\d+\./);
    expect(await command.exit).toBe(1);
  }
});

/** After a signal to the package manager alone, the server closes and every process ends. The exit codes of the yarns differ. */
async function expectToClose(server: Command): Promise<void> {
  server.signal("SIGTERM");
  await server.line(/"server.closed"/);
  await server.exit;
}

async function urlOf(server: Command): Promise<string> {
  return /http:\/\/[\w.:]+/.exec(await server.line(/listening on http/))?.[0] ?? "";
}

/** Clones the last commit into a new folder. */
function freshClone(): string {
  const folder = temporaryFolder("clone-");
  execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, folder]);
  return folder;
}

/** Installs packages of the registry. Returns the folder of their programs. */
function programFolder(...manifests: readonly string[]): string {
  const folder = temporaryFolder("program-");
  const install = ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder];
  execFileSync("npm", [...install, ...manifests], { cwd: folder, stdio: "inherit" });
  return join(folder, "node_modules/.bin");
}

function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Expects all packages of npm's lock file that every platform needs, and no others. */
function expectLockedVersions(clone: string): void {
  const locked = lockedIn(clone);
  const installed = installedIn(clone);
  const known = new Set(locked.map(({ label }) => label));
  expect([...installed].filter((label) => !known.has(label))).toEqual([]);
  const needed = locked.filter(({ isNeeded }) => isNeeded).map(({ label }) => label);
  expect(needed.filter((label) => !installed.has(label))).toEqual([]);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** A package of npm's lock file. */
interface Locked extends Partial<Manifest> {
  readonly link?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly peer?: true;
}

function lockedIn(clone: string): { readonly label: string; readonly isNeeded: boolean }[] {
  const { packages } = readJson<{ packages: Record<string, Locked> }>(clone, "package-lock.json");
  const foreign = Object.entries(packages).filter(
    ([folder, { link }]) => folder.includes("node_modules/") && !link,
  );
  return foreign.map(([folder, { name, version, optional, devOptional, peer }]) => ({
    label: `${name ?? folder.split("node_modules/").at(-1)}@${version}`,
    isNeeded: !optional && !devOptional && !peer,
  }));
}

/** Returns `name@version` of every package in the clone that is not a workspace. */
function installedIn(clone: string): Set<string> {
  const { workspaces } = readJson<{ workspaces: string[] }>(clone, "package.json");
  const folders = ["", ...workspaces].flatMap((folder) => packagesIn(join(clone, folder)));
  return new Set(
    folders.map((folder) => {
      const { name, version } = readJson<Manifest>(folder, "package.json");
      return `${name}@${version}`;
    }),
  );
}

function packagesIn(folder: string): string[] {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).filter((name) => !name.startsWith("."));
  const places = names.flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(modules, name)).map((own) => join(name, own)) : [name],
  );
  return places
    .map((place) => join(modules, place))
    .filter((place) => existsSync(join(place, "package.json")))
    .filter((place) => !lstatSync(place).isSymbolicLink())
    .flatMap((place) => [place, ...packagesIn(place)]);
}

function readJson<Content>(folder: string, file: string): Content {
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as Content;
}
