import { spawn } from "node:child_process";
import { constants } from "node:os";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** The signals that ask a process to end. */
const endingSignals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Starts a program with the input and output of this process. Forwards signals that ask this process to end. When the
 * program has ended, this process ends with the same exit code.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @returns {{ child: ChildProcess, ended: Promise<number> }} `ended` resolves with the exit code; after a signal that is
 * 128 plus the number of the signal, as in shells.
 */
export function start(program, parameters) {
  const child = spawn(program, parameters, { stdio: "inherit" });
  let isEnding = false;
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    isEnding = true;
    child.kill(signal);
  };
  for (const signal of endingSignals) process.on(signal, passOn);
  const ended = endOf(child).then((code) => {
    for (const signal of endingSignals) process.off(signal, passOn);
    if (isEnding) process.exit(code);
    return code;
  });
  return { child, ended };
}

/**
 * @param {ChildProcess} child
 * @returns {Promise<number>}
 */
function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]);
    });
  });
}
