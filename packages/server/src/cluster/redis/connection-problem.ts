/** The reason why there is no connection. */
export type ConnectionProblem = Error;

/** A problem that only the operator can solve. */
export class LastingProblem extends Error {
  override readonly name = "LastingProblem";
}

export function isLasting(problem: ConnectionProblem): problem is LastingProblem {
  return problem instanceof LastingProblem;
}

const isOldRedis = /^NOPROTO|unknown command.*HELLO/i;
const isRefused = /^(WRONGPASS|NOAUTH|NOPERM)|invalid (username-)?password|unknown command/i;
const isUntrusted = /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF|GET_ISSUER)/;
const isInvalid = /CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED/;

/** Returns the problem of a failed connection. It is lasting if the settings or the kind of Redis cause it. */
export function connectionProblemOf(error: unknown): ConnectionProblem {
  const problem = error instanceof Error ? error : new Error(String(error));
  const sentence = lastingSentenceOf(problem);
  return sentence === undefined ? problem : new LastingProblem(sentence, { cause: error });
}

function lastingSentenceOf(problem: Error & { readonly code?: unknown }): string | undefined {
  const { message } = problem;
  const code = String(problem.code ?? "");
  if (isOldRedis.test(message)) {
    return "Redis 6 or newer is required, and this one does not support RESP3";
  }
  if (isUntrusted.test(code)) {
    return `the certificate of Redis is not trusted (${message}); set NODE_EXTRA_CA_CERTS to the file of its authority`;
  }
  if (isInvalid.test(code)) return `the certificate of Redis is not valid: ${message}`;
  return isLasting(problem) || isRefused.test(message) ? message : undefined;
}
