import { setTimeout } from "node:timers/promises";
import type { RawSocket } from "../../kit/raw-socket.ts";
import { atLeast, atMost, type Figure } from "../../kit/verdict.ts";
import type { Attack, Field } from "../attack.ts";
import { answer } from "../dialects.ts";
import { type Address, open } from "../endpoint.ts";

const attacker: Address = "127.0.0.2";
const inTurn = 4;
const atOnce = 100;

/** 100, 200, 400 and 800 ms. */
const leastSlowMs = 1_500;

/** Maximum number of guesses that get an answer. */
const mostTold = 10;
const mostNewcomerMs = 500;

/** Time limit for answers. */
const patienceMs = 3_000;

const lookMs = 50;

export const bruteForce: Attack = {
  name: "brute-force",
  sentence: `one address guesses the token: ${inTurn} times in turn, then ${atOnce} times at once; the right one, which comes when it is blocked, must not count`,
  oursOnly: true,
  async run(field: Field): Promise<Figure[]> {
    const { endpoint, canary, options } = field;
    let told = 0;
    const guess = async (socket: RawSocket, token: string) => {
      socket.send(`40${JSON.stringify({ token })}`);
      const text = await answer(socket, (text) => text.startsWith("40{")).catch(String);
      if (text.includes('"forbidden"')) told += 1;
      return text.startsWith("40{");
    };
    const startedMs = performance.now();
    for (let number = 0; number < inTurn; number += 1) {
      await guess(await open(endpoint, attacker, "guest"), `guess ${number}`);
    }
    const slowMs = performance.now() - startedMs;
    const sockets = await Promise.all(
      Array.from({ length: atOnce }, () => open(endpoint, attacker, "guest")),
    );
    const blocked = isTurnedAway(() => open(endpoint, attacker, "guest"));
    let letIn = 0;
    const guesses = sockets.map(async (socket, number) => {
      const isRight = number === atOnce - 1;
      // Any of the simultaneous guesses can be processed first, so the right one comes when guesses must no longer count.
      if (isRight) await blocked;
      if (await guess(socket, isRight ? endpoint.token : `another guess ${number}`)) letIn += 1;
    });
    // Some answers would take 25 s; only earlier answers count.
    await Promise.race([Promise.all(guesses), setTimeout(patienceMs)]);
    const isBlocked = await blocked;
    const newcomerMs = await canary.newcomer();
    for (const socket of sockets) socket.end();
    return [
      atLeast(`the first ${inTurn} answers took`, slowMs, leastSlowMs, " ms"),
      atMost("guesses answered as wrong", told, mostTold),
      atMost("guesses accepted", letIn, 0),
      atLeast("address blocked afterwards (429)", isBlocked ? 1 : 0, 1),
      atMost(
        "connect time of a healthy peer at another address",
        newcomerMs,
        mostNewcomerMs * options.patience,
        " ms",
      ),
    ];
  },
};

/** Returns whether a new connection from the address gets status 429 within the time limit. */
async function isTurnedAway(come: () => Promise<RawSocket>): Promise<boolean> {
  const endMs = performance.now() + patienceMs;
  while (performance.now() < endMs) {
    const error = await come().then(
      (socket) => socket.end(),
      (reason: Error) => reason,
    );
    if (error?.message.includes("429")) return true;
    await setTimeout(lookMs);
  }
  return false;
}
