import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { writeCertificate } from "./certificate.ts";

/**
 * Adds TLS to the server of `npm run dev`, for other devices of this network: browsers open a camera only on pages with TLS.
 * The certificate is self-signed, so each device shows a warning once.
 */
const port = Number(process.env["HTTPS_PORT"] || 3443);
const signalingPort = Number(process.env["PORT"] || 3000);

const addresses = Object.values(networkInterfaces())
  .flatMap((own) => own ?? [])
  .filter(({ internal, family }) => !internal && family === "IPv4")
  .map(({ address }) => address);

const proxy = createServer(selfSigned(), (secure) => {
  const plain = connect(signalingPort, "127.0.0.1");
  secure.pipe(plain).pipe(secure);
  // One side is closed, so the other side is closed, too.
  secure.on("error", () => plain.destroy());
  plain.on("error", () => secure.destroy());
});

proxy.on("error", (error) => {
  process.stderr.write(`${error.message}; HTTPS_PORT chooses another port\n`);
  process.exitCode = 1;
});
proxy.listen(port, () => {
  const { port } = proxy.address() as { port: number };
  for (const address of [...addresses, "localhost"]) {
    process.stdout.write(`https://${address}:${port} → http://127.0.0.1:${signalingPort}\n`);
  }
});

/** A key, and a certificate of 30 days for all addresses of this machine. */
function selfSigned(): { readonly key: Buffer; readonly cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "https-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const names = ["DNS:localhost", ...addresses.map((address) => `IP:${address}`)];
  try {
    writeCertificate({ certificate, key, subject: "simple-webrtc-signaling", names, days: 30 });
    return { key: readFileSync(key), cert: readFileSync(certificate) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
