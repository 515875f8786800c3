import { type Options, SettingError, settings, variableOf } from "../config/config.ts";

type Address = Pick<Options, "port" | "host">;

/** Returns a `SettingError` that names the setting to change, for a server that cannot listen; other errors unchanged. */
export function listenError(error: Error, { port, host }: Address): Error {
  if (!("code" in error)) return error;
  const code = String(error.code);
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: portSentence(port, "another program already uses this port", code, "stop it, or"),
    EACCES: portSentence(
      port,
      "this process is not permitted to use this port",
      code,
      "permit it, or",
    ),
    EADDRNOTAVAIL: hostSentence(host, "this machine does not have this address", code),
    ENOTFOUND: hostSentence(host, "this host name has no address", code),
    EAI_AGAIN: hostSentence(host, "the address of this host name was not found", code),
  };
  const places = [...(host === undefined ? [] : [hostIs(host)]), portIs(port)];
  const sentence =
    sentences[code] ??
    `${places.join(", ")}: the server cannot listen there (${code}); choose another address or port`;
  return new SettingError(sentence, { cause: error });
}

function portSentence(port: number, problem: string, code: string, remedy: string): string {
  const other = port === 3_000 ? 3_001 : 3_000;
  return `${portIs(port)}: ${problem} (${code}); ${remedy} choose another port, for example ${variableOf("port")}=${other}`;
}

function hostSentence(host: string | undefined, problem: string, code: string): string {
  const { expects, example } = settings.host;
  return `${hostIs(host)}: ${problem} (${code}); expected ${expects}, for example ${variableOf("host")}=${example}, or no HOST`;
}

const portIs = (port: number) => `${variableOf("port")} is ${port}`;

const hostIs = (host: string | undefined) => `${variableOf("host")} is ${JSON.stringify(host)}`;
