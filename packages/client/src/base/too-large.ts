import { SignalingError } from "./errors.ts";

/** The refusal of what a server would close the connection for (rule A5). */
export function tooLarge(bytes: number, mostBytes: number): SignalingError {
  const most = `the server accepts at most ${mostBytes} (its MAX_MESSAGE_BYTES)`;
  return new SignalingError("too-large", `a message of ${bytes} bytes: ${most}`);
}
