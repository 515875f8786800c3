import { type Candidate, type ConnectionFacts, transportOf } from "./facts.ts";
import { type ConnectionProblem, type ProblemCause, problem } from "./problem.ts";

/** Returns the problems of a connection, the most decisive one first. */
export function problemsOf(facts: ConnectionFacts): readonly ConnectionProblem[] {
  const { isConnected, isMediaRejected } = facts;
  const found = isConnected ? [] : problemsBefore(facts);
  if (isMediaRejected) found.push(problem("track-rejected"));
  if (!isConnected && found.length === 0) found.push(problem("still-connecting"));
  return found;
}

/** The problems of a connection that is not connected. */
function problemsBefore(facts: ConnectionFacts): ConnectionProblem[] {
  const { negotiationError, isAnswered, isDtlsFailed, wasConnected } = facts;
  const found: ConnectionProblem[] = [];
  if (negotiationError) found.push(problem("description-refused", [textOf(negotiationError)]));
  else if (!isAnswered) found.push(problem("no-answer"));
  // A route was found then.
  if (isDtlsFailed) return [...found, problem("dtls-failed")];
  if (wasConnected) found.push(problem("connection-lost"));
  return [...found, ...serverProblems(facts), ...routeProblems(facts)];
}

/** The text of an error and of its cause. */
function textOf(error: unknown): string {
  const { cause } = error as Error;
  return [error, ...(cause === undefined ? [] : [cause])].join("; ");
}

const serverCauses: readonly ProblemCause[] = [
  "turn-credential-refused",
  "turn-refused",
  "turn-unreachable-udp",
  "turn-unreachable-tcp",
  "turn-unreachable-tls",
  "no-stun-answer",
];

/** The errors of STUN and TURN servers, by cause. */
function serverProblems({ serverErrors, own }: ConnectionFacts): readonly ConnectionProblem[] {
  const hasAddress = own.some(({ type }) => type === "srflx");
  return serverCauses.flatMap((cause) => {
    const details = serverErrors
      .filter(([url, code]) => causeOf(url, code) === cause)
      .map(([url, code]) => `${url}: ${isUnreachable(code) ? "no answer" : code}`);
    // Another STUN server has answered.
    if (details.length === 0 || (cause === "no-stun-answer" && hasAddress)) return [];
    return [problem(cause, details)];
  });
}

/** The codes are those of STUN and TURN (RFC 8489 §14.8, RFC 8656 §19), and 701 of W3C WebRTC: there is no answer. */
export function causeOf(url: string, code: number): ProblemCause {
  if (/^stuns?:/.test(url)) return "no-stun-answer";
  if (isUnreachable(code)) return `turn-unreachable-${transportOf(url)}`;
  return code === 401 || code === 441 ? "turn-credential-refused" : "turn-refused";
}

function isUnreachable(code: number): boolean {
  return code >= 600;
}

function routeProblems(facts: ConnectionFacts): readonly ConnectionProblem[] {
  const { isAnswered, isTried, own, remote, hasTurnServer } = facts;
  if (!isAnswered || !isTried) return [];
  if (own.length === 0 || remote.length === 0) return [problem("no-candidates")];
  const found: ConnectionProblem[] = [];
  if (isOnlyMdns(own) || isOnlyMdns(remote)) found.push(problem("only-mdns-candidates"));
  const hasRelay = own.some(({ type }) => type === "relay");
  if (!hasTurnServer) found.push(problem("needs-turn"));
  else if (hasRelay) found.push(problem("no-route"));
  return found;
}

function isOnlyMdns(candidates: readonly Candidate[]): boolean {
  return candidates.length > 0 && candidates.every(({ address }) => address.endsWith(".local"));
}
