import { readFileSync, unwatchFile, watchFile } from "node:fs";
import { createSecureContext } from "node:tls";
import {
  missingSetting,
  type Options,
  SettingError,
  settings,
  variableOf,
} from "../config/config.ts";
import type { KeyPair } from "../http/timed-server.ts";
import type { Report } from "../telemetry/fact.ts";

/** A server that accepts another certificate for its next connections. */
export interface SecureServer {
  setSecureContext(pair: KeyPair): void;
}

/** The interval at which the files are looked at, in milliseconds. */
const checkMs = 2_000;

/** The certificate of `TLS_CERT` and `TLS_KEY`, which is read again when one of the files changes. */
export class Certificate {
  readonly #paths: readonly [cert: string, key: string];
  readonly #report: Report;
  #server: SecureServer | undefined;
  readonly #changed = () => this.reload();

  constructor(paths: readonly [cert: string, key: string], report: Report) {
    this.#paths = paths;
    this.#report = report;
  }

  /** Returns the certificate. Throws a `SettingError` if it cannot be used. */
  read(): KeyPair {
    const [certPath, keyPath] = this.#paths;
    const pair = { cert: fileOf(certPath, "tlsCert"), key: fileOf(keyPath, "tlsKey") };
    try {
      createSecureContext(pair);
    } catch (error) {
      const { message } = error as Error;
      const sentence = `TLS_CERT is ${JSON.stringify(certPath)}, TLS_KEY is ${JSON.stringify(keyPath)}: they cannot be used together (${message}); expected a certificate and its private key in PEM`;
      throw new SettingError(sentence, { cause: error });
    }
    return pair;
  }

  /** Gives changed certificates to a server. */
  follow(server: SecureServer): void {
    this.#server = server;
    // Unlike events of the file system, this follows symbolic links that are replaced, as in Kubernetes.
    for (const path of this.#paths) {
      watchFile(path, { interval: checkMs, persistent: false }, this.#changed);
    }
  }

  /** Reads the files again. Open connections continue. If the files cannot be used, the certificate stays. */
  reload(): void {
    try {
      this.#server?.setSecureContext(this.read());
      this.#report({ type: "certificate.reloaded" });
    } catch (error) {
      const { message: reason } = error as Error;
      this.#report({ type: "certificate.refused", reason });
    }
  }

  stop(): void {
    for (const path of this.#paths) unwatchFile(path, this.#changed);
  }
}

/** Returns the certificate of the settings; `undefined`: the server has no TLS. */
export function certificateOf(
  { tlsCert, tlsKey }: Options,
  report: Report,
): Certificate | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined) throw missingSetting("tlsCert", "TLS_KEY requires it");
  if (tlsKey === undefined) throw missingSetting("tlsKey", "TLS_CERT requires it");
  return new Certificate([tlsCert, tlsKey], report);
}

function fileOf(path: string, name: "tlsCert" | "tlsKey"): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const { expects, example } = settings[name];
    const variable = variableOf(name);
    const sentence = `${variable} is ${JSON.stringify(path)}: the file cannot be read (${code}); expected ${expects}, for example ${variable}=${example}`;
    throw new SettingError(sentence, { cause: error });
  }
}
