import { causeOf } from "../diagnosis/connection-problems.ts";
import { transportOf } from "../diagnosis/facts.ts";
import {
  answerOf,
  type IceAnswer,
  type IceOptions,
  type IceServerUrl,
  isTurnUrl,
} from "./ice-answer.ts";
import type { CheckCause } from "./own-causes.ts";
import { type Checked, failed, passed, skipped } from "./result.ts";

export type TurnTransport = ReturnType<typeof transportOf>;

/** The causes in the order in which they decide. */
const decisive: readonly CheckCause[] = ["turn-credential-refused", "turn-refused"];

/** Returns each URL as a server. */
export function urlsOf(servers: readonly RTCIceServer[]): readonly IceServerUrl[] {
  return servers.flatMap(({ urls, ...credential }) =>
    [urls].flat().map((url) => ({ ...credential, urls: url })),
  );
}

/** Asks each STUN server for the public address of this device. */
export async function checkStun(
  servers: readonly IceServerUrl[],
  options: IceOptions,
): Promise<Checked> {
  const answers = await answersOf(
    servers.filter(({ urls }) => /^stuns?:/.test(urls)),
    options,
  );
  if (answers.length === 0) return { outcome: skipped("no-stun-server") };
  const details = answers.map(textOf);
  const isPassed = answers.some(isSuccess);
  return { outcome: isPassed ? passed(details) : failed("no-stun-answer", details) };
}

/** Asks each TURN server with the transport for a relay. The value is a server that grants relays. */
export async function checkTurn(
  transport: TurnTransport,
  servers: readonly IceServerUrl[],
  options: IceOptions,
): Promise<Checked<IceServerUrl>> {
  const answers = await answersOf(
    servers.filter(({ urls }) => isTurnUrl(urls) && transportOf(urls) === transport),
    options,
  );
  if (answers.length === 0) return { outcome: skipped("no-turn-server") };
  const details = answers.map(textOf);
  const success = answers.find(isSuccess);
  if (success) return { outcome: passed(details), value: success.server };
  const causes = answers.map(({ server, code = 0 }) => causeOf(server.urls, code) as CheckCause);
  const cause = decisive.find((cause) => causes.includes(cause)) ?? causes[0];
  return { outcome: failed(cause as CheckCause, details) };
}

function answersOf(
  servers: readonly IceServerUrl[],
  options: IceOptions,
): Promise<readonly IceAnswer[]> {
  return Promise.all(servers.map((server) => answerOf(server, options)));
}

function isSuccess({ code }: IceAnswer): boolean {
  return code === undefined;
}

/** The credential is left out. */
function textOf({ server, code, afterMs }: IceAnswer): string {
  const isSilent = code !== undefined && code >= 600;
  const answer = isSilent ? "no answer" : (code ?? `answer after ${Math.round(afterMs)} ms`);
  return `${server.urls}: ${answer}`;
}
