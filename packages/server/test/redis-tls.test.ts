import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../testing/kit/free-port.ts";
import { startRedisForTest, useRedis } from "../../../testing/kit/redis-server.ts";
import { writeCertificate } from "../../../tools/certificate.ts";
import { createSignalingServer, SettingError } from "../src/index.ts";
import { startServerProcess } from "./server-process.ts";

useRedis();

const sessionKey = randomBytes(32).toString("base64url");

/** A Redis with TLS, and the file with its certificate, which is its own authority. */
async function redisWithTls({ name = "127.0.0.1" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "redis-tls-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  writeCertificate({ certificate, key, subject: "Redis of a test", names: [`IP:${name}`] });
  const port = String(await freePort());
  const files = ["--tls-cert-file", certificate, "--tls-key-file", key];
  await startRedisForTest([
    ...["--tls-port", port, ...files, "--tls-ca-cert-file", certificate],
    ...["--tls-auth-clients", "no"],
  ]);
  return { url: `rediss://127.0.0.1:${port}`, certificate };
}

function startWith(redisUrl: string, authority: string) {
  return startServerProcess([], {
    HOST: "127.0.0.1",
    PORT: "0",
    TOKEN: "a token of this test",
    SESSION_KEY: sessionKey,
    REDIS_URL: redisUrl,
    NODE_EXTRA_CA_CERTS: authority,
  });
}

async function startError(redisUrl: string): Promise<string> {
  const settings = { auth: "none", port: 0, host: "127.0.0.1", redisUrl, sessionKey } as const;
  const server = createSignalingServer({ ...settings, report: () => {} });
  onTestFinished(() => server.close());
  const error = await server.listen().catch((problem: unknown) => problem);
  return error instanceof SettingError ? error.message : `no SettingError: ${String(error)}`;
}

test("[U1] rediss encrypts the connection, and NODE_EXTRA_CA_CERTS adds the authority of Redis", async () => {
  const { url, certificate } = await redisWithTls();
  const server = startWith(url, certificate);
  await server.line(/connected to Redis/);
  await server.line(/listening on http/);
});

test("[U1] a certificate that is not trusted, or of another name, stops the start with what to set", async () => {
  const [trusted, other] = await Promise.all([redisWithTls(), redisWithTls({ name: "192.0.2.1" })]);
  expect(await startError(trusted.url)).toMatch(
    /^REDIS_URL cannot be used: the certificate of Redis is not trusted .*self-signed.*; set NODE_EXTRA_CA_CERTS/,
  );
  const server = startWith(other.url, other.certificate);
  await server.line(/REDIS_URL cannot be used: the certificate of Redis .*192\.0\.2\.1/);
  expect(await server.exit).toBe(1);
});

test("[U1] a Redis before version 6 stops the start with the reason", async () => {
  const old = await startRedisForTest(["--rename-command", "HELLO", ""]);
  expect(await startError(old.url)).toMatch(
    /^REDIS_URL cannot be used: Redis 6 or newer is required/,
  );
});
