import { type Options, SettingError, settings, variableOf } from "../config/config.ts";

type Address = Pick<Options, "port" | "host">;

/** Why a server cannot listen, by the setting that has to change. An error of another kind stays as it is. */
export function listenError(error: Error, { port, host }: Address): Error {
  if (!("code" in error)) return error;
  const code = String(error.code);
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: portSentence(port, "another program listens there already", code, "stop it, or"),
    EACCES: portSentence(port, "this process may not listen there", code, "allow it, or"),
    EADDRNOTAVAIL: hostSentence(host, "this machine does not have that address", code),
    ENOTFOUND: hostSentence(host, "there is no address of that name", code),
    EAI_AGAIN: hostSentence(host, "no address of that name was found", code),
  };
  const places = [...(host === undefined ? [] : [hostIs(host)]), portIs(port)];
  const sentence = sentences[code] ?? `${places.join(", ")}: cannot listen there (${code})`;
  return new SettingError(sentence, { cause: error });
}

function portSentence(port: number, problem: string, code: string, wayOut: string): string {
  const other = port === 3_000 ? 3_001 : 3_000;
  return `${portIs(port)}: ${problem} (${code}); ${wayOut} choose another port, for example ${variableOf("port")}=${other}`;
}

function hostSentence(host: string | undefined, problem: string, code: string): string {
  const { expects, example } = settings.host;
  return `${hostIs(host)}: ${problem} (${code}); expected ${expects}, for example ${variableOf("host")}=${example}, or leave it unset`;
}

const portIs = (port: number) => `${variableOf("port")} is ${port}`;

const hostIs = (host: string | undefined) => `${variableOf("host")} is ${JSON.stringify(host)}`;
