import { SignalingError } from "./errors.ts";

/** Returns the error for a message that the server would close the connection for (rule A5). */
export function tooLarge(bytes: number, mostBytes: number): SignalingError {
  const most = `the server accepts at most ${mostBytes} (its MAX_MESSAGE_BYTES)`;
  return new SignalingError("too-large", `a message of ${bytes} bytes is too large: ${most}`);
}
