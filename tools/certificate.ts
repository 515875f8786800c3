import { execFileSync } from "node:child_process";

export interface CertificateOptions {
  /** The files to write, in the PEM format. */
  readonly certificate: string;
  readonly key: string;
  /** The common name. Default: `localhost`. */
  readonly subject?: string;
  /** The names that the certificate is valid for, such as `DNS:localhost` or `IP:127.0.0.1`. Default: none. */
  readonly names?: readonly string[];
  /** Default: 2. */
  readonly days?: number;
}

/** Writes a self-signed certificate and its key. Throws an error if `openssl` is not installed. */
export function writeCertificate(options: CertificateOptions): void {
  const { certificate, key, subject = "localhost", names = [], days = 2 } = options;
  const extension = names.length > 0 ? ["-addext", `subjectAltName=${names.join(",")}`] : [];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-days", String(days), "-subj", `/CN=${subject}`, ...extension],
      ...["-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
}
