import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCertificate } from "../../../tools/certificate.ts";

/** The files of a certificate. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  /** Both in one file. */
  readonly both: string;
}

/** Writes the files of a certificate for `localhost` into a folder. */
export function writeCertificateFiles(folder: string): CertificateFiles {
  const [certificate, key, both] = ["certificate.pem", "key.pem", "both.pem"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeCertificate({ certificate, key, names: ["DNS:localhost"] });
  writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
  return { certificate, key, both };
}
