import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** The oldest version that README.md of the client names. As an alias in this repository it would replace `tsc`. */
const oldestTypeScript = "typescript@5.0.4";

/** The packed packages, by the folder of each in this repository. */
const packed = new Map<string, string>();

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  const names = ["protocol", "server", "client"];
  const paths = names.map((name) => join(root, "packages", name));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, ...paths]);
  for (const file of readdirSync(folder)) {
    const name = names.find((name) => file.startsWith(`simple-webrtc-signaling-${name}-`));
    if (name !== undefined) packed.set(name, join(folder, file));
  }
  return () => rmSync(folder, { recursive: true, force: true });
});

/** An empty project with packed packages installed in it, and others, as a user's would be. */
function projectWith(packages: readonly string[], others: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const tarballs = packages.map((name) => packed.get(name) ?? name);
  const quiet = ["--silent", "--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...quiet, ...tarballs, ...others], { cwd: folder });
  return folder;
}

const program = `
import { createSignalingServer, type Listening, SettingError } from "simple-webrtc-signaling-server";
import { limits, type Envelope } from "simple-webrtc-signaling-protocol";
const server = createSignalingServer({ auth: "none", token: process.env["TOKEN"], port: 0, host: "127.0.0.1", logLevel: "silent" });
const { port }: Listening = await server.listen();
const depth: number = limits.nesting;
export type Message = Extract<Envelope<string>, { message: string }>["message"];
console.log(port > 0, depth, SettingError.name);
await server.close();
`;

test("the packed packages install, run with npx, import, and contain their types", {
  timeout: 300_000,
}, async () => {
  const folder = projectWith(["protocol", "server"]);

  const server = spawn(
    "npx",
    ["simple-webrtc-signaling-server", "--port", "0", "--host", "127.0.0.1"],
    { cwd: folder },
  );
  onTestFinished(() => {
    server.kill();
  });
  for await (const line of createInterface(server.stdout)) {
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (url === undefined) continue;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    break;
  }
  server.kill("SIGTERM");
  await once(server, "close");

  writeFileSync(join(folder, "program.ts"), program);
  const compile = [
    "--strict",
    "--exactOptionalPropertyTypes",
    // The types of Node do not stand that.
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--types",
    "node",
    "--typeRoots",
    join(root, "node_modules/@types"),
  ];
  execFileSync(join(root, "node_modules/.bin/tsc"), [...compile, "program.ts"], {
    cwd: folder,
    stdio: "inherit",
  });
  const said = execFileSync(process.execPath, ["program.js"], { cwd: folder, encoding: "utf8" });
  expect(said).toBe("true 32 SettingError\n");
});

/** A program of a user, with options that may be `undefined`. */
const clientProgram = `
import { type Data, joinRoom, ServerChannel, type Room } from "simple-webrtc-signaling-client";
import { channelPair } from "simple-webrtc-signaling-client/testing";
declare const env: { readonly TOKEN: string | undefined };
export async function join(): Promise<Room> {
  const [channel] = channelPair();
  const room = await joinRoom({ token: env.TOKEN, room: undefined, channel, signal: undefined });
  room.once("peer", (peer) => {
    peer.on("data", (data: string | ArrayBuffer) => peer.send(data));
    const all: readonly Data[] = ["text", new ArrayBuffer(1), new Uint8Array(1), new DataView(new ArrayBuffer(1))];
    for (const data of all) peer.send(data);
    const left: Promise<void> = room.leave({ flushMs: undefined });
    left.then(() => peer.bufferedAmount);
    const connection: RTCPeerConnection = peer.connection;
    connection.restartIce();
  });
  return room;
}
export const channel = new ServerChannel({ peerId: "ada", token: env.TOKEN, timeoutMs: undefined });
`;

/** A program with the other parts of the client. */
const partsProgram = `
import type { Peer, Room } from "simple-webrtc-signaling-client";
import { checkNetwork } from "simple-webrtc-signaling-client/check";
import { diagnoseMedia } from "simple-webrtc-signaling-client/diagnose";
import { receiveFiles, sendFile } from "simple-webrtc-signaling-client/file";
import { useListener, useRoom } from "simple-webrtc-signaling-client/react";
declare const env: { readonly TEXT: string | undefined; readonly COUNT: number | undefined };
export function Call(): string | undefined {
  const { room, peers, error } = useRoom({ url: env.TEXT, token: env.TEXT, connectTo: undefined });
  useListener(room, "leave", (peer) => peer.id.length);
  useListener(peers[0] && peers[0].peer, "data", (data: string | ArrayBuffer) => data);
  // @ts-expect-error A room has no such event.
  useListener(room, "gone", () => {});
  return error && error.code;
}
export async function parts(room: Room, peer: Peer, file: Blob): Promise<string> {
  await sendFile(room, peer, file, { name: env.TEXT, maxBytes: env.COUNT, signal: undefined });
  receiveFiles(room, (offer) => void offer.accept({ onProgress: ({ bytes }) => bytes }), { resumeMs: env.COUNT });
  const { results, text } = await checkNetwork({ url: env.TEXT, skip: undefined, timeoutMs: env.COUNT });
  for (const result of results) if (result.status === "failed") diagnoseMedia(result.cause);
  return text;
}
`;

/** Of projects that use them, each without the types of the DOM, and with all declarations checked. */
const compilerOptions = {
  node: { moduleResolution: "node", module: "es2020" },
  nodenext: { moduleResolution: "nodenext", module: "nodenext" },
  bundler: { moduleResolution: "bundler", module: "esnext" },
  "library-of-es2015": { moduleResolution: "node", module: "es2015", lib: ["es2015"] },
};

const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false };

/** One run of the compiler checks all projects, because most of the time of a short run is its start. */
test("[case K24] the oldest TypeScript compiles programs with the client, in every kind of project", {
  timeout: 300_000,
}, () => {
  const folder = projectWith(["protocol", "client"], [oldestTypeScript]);
  const base = { noEmit: true, target: "es2020", lib: ["es2020"], ...strict };
  for (const [name, options] of Object.entries(compilerOptions)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "program.ts"), clientProgram);
    writeFileSync(join(folder, name, "parts.ts"), partsProgram);
    const files = ["program.ts", "parts.ts"];
    const project = { compilerOptions: { ...base, ...options }, files };
    writeFileSync(join(folder, name, "tsconfig.json"), JSON.stringify(project));
  }
  execFileSync(
    join(folder, "node_modules/.bin/tsc"),
    ["--build", "--verbose", ...Object.keys(compilerOptions)],
    { cwd: folder, stdio: "inherit" },
  );
});
