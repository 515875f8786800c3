import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { writeCertificate } from "../../../tools/certificate.ts";
import { createSignalingServer, SettingError } from "../src/index.ts";
import { startServer, token } from "./start-server.ts";

/** The files of a certificate, which can be replaced. */
function certificateFiles() {
  const folder = mkdtempSync(join(tmpdir(), "tls-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [tlsCert, tlsKey] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const replace = (subject: string) => {
    writeCertificate({ certificate: tlsCert, key: tlsKey, subject });
  };
  replace("first");
  return { tlsCert, tlsKey, replace };
}

/** Returns the name in the certificate that a new connection receives. */
async function nameAt(port: number): Promise<string | undefined> {
  const socket: TLSSocket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return String(subject.CN);
}

test("[W6] both gateways serve TLS, and the address of a client is its own", async () => {
  const { replace: _, ...files } = certificateFiles();
  const addresses: unknown[] = [];
  const { url } = await startServer({
    ...files,
    authenticate: (_credentials, { address }) => {
      addresses.push(address);
      return { permissions: ["broadcast", "relay"] };
    },
  });
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  for (const transport of ["websocket", "polling"] as const) {
    const socket = io(url, { transports: [transport], rejectUnauthorized: false, forceNew: true });
    onTestFinished(() => void socket.close());
    const peerId = `peer by ${transport}`;
    const reply = await new Promise((resolve) => socket.emit("ready", peerId, {}, resolve));
    expect(reply).toMatchObject({ ok: true });
  }
  const plain = new WebSocket(`${url.replace("https", "wss")}/ws`, { rejectUnauthorized: false });
  onTestFinished(() => plain.terminate());
  await once(plain, "open");
  plain.send(JSON.stringify({ event: "connect", data: { token } }));
  const [frame] = (await once(plain, "message")) as [Buffer];
  expect(JSON.parse(frame.toString())).toMatchObject({ event: "connected" });
  expect(addresses).toEqual(["127.0.0.1", "127.0.0.1", "127.0.0.1"]);
});

test("[W6] a replaced certificate is used for new connections, and old ones continue", async () => {
  const { replace, ...files } = certificateFiles();
  const server = createSignalingServer({ ...files, host: "127.0.0.1", port: 0, auth: "none" });
  const { port, url } = await server.listen();
  onTestFinished(server.close);
  const socket = io(url, { transports: ["websocket"], rejectUnauthorized: false, forceNew: true });
  onTestFinished(() => void socket.close());
  expect(await new Promise((resolve) => socket.emit("ready", "ada", {}, resolve))).toMatchObject({
    ok: true,
  });
  expect(await nameAt(port)).toBe("first");
  replace("second");
  server.reloadCertificate();
  expect(await nameAt(port)).toBe("second");
  const reply = await new Promise((resolve) => socket.emit("presence", resolve));
  expect(reply).toMatchObject({ ok: true });
});

test("[W6] a certificate that cannot be used does not replace the previous one", async () => {
  const { replace: _, ...files } = certificateFiles();
  const facts: string[] = [];
  const server = createSignalingServer({
    ...files,
    host: "127.0.0.1",
    port: 0,
    auth: "none",
    report: ({ type }) => facts.push(type),
  });
  const { port } = await server.listen();
  onTestFinished(server.close);
  writeFileSync(files.tlsKey, "no key");
  server.reloadCertificate();
  expect(await nameAt(port)).toBe("first");
  expect(facts).toContain("certificate.refused");
});

test("[W6] a changed file is noticed", async () => {
  const { replace, ...files } = certificateFiles();
  const { port } = await startServer(files);
  replace("second");
  await expect.poll(() => nameAt(port)).toBe("second");
});

test("a certificate that cannot be read stops the start with one line", async () => {
  const { replace: _, ...files } = certificateFiles();
  const start = (settings: object) => startServer({ ...files, ...settings });
  await expect(start({ tlsCert: "/nowhere/cert.pem" })).rejects.toThrow(
    /^TLS_CERT is "\/nowhere\/cert.pem": the file cannot be read \(ENOENT\); expected .*, for example TLS_CERT=\//,
  );
  await expect(start({ tlsKey: files.tlsCert })).rejects.toThrow(
    /^TLS_CERT is ".*", TLS_KEY is ".*": they cannot be used together \(.*\); expected a certificate/,
  );
  const alone = () => createSignalingServer({ token, tlsCert: files.tlsCert });
  expect(alone).toThrow(SettingError);
  expect(alone).toThrow("TLS_KEY is not set");
});
