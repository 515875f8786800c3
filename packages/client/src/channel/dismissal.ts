import type { ErrorCode, SignalingError } from "../base/errors.ts";

const codes: readonly ErrorCode[] = ["kicked", "room-closed"];

/** Whether somebody in charge of the server has ended the stay: who is sent away does not come back by itself. */
export function isDismissal({ code }: Pick<SignalingError, "code">): boolean {
  return codes.includes(code);
}

/** Whether it ends the channel: also a client of ours that came by another connection must not fight itself. */
export function isFinal(error: Pick<SignalingError, "code">): boolean {
  return isDismissal(error) || error.code === "peer-replaced";
}
