import type { ErrorCode, SignalingError } from "../base/errors.ts";

const codes: readonly ErrorCode[] = ["kicked", "room-closed"];

/** Returns whether an administrator removed the peer or closed the room. The client does not reconnect then. */
export function isDismissal({ code }: Pick<SignalingError, "code">): boolean {
  return codes.includes(code);
}

/** Returns whether the error ends the channel. Two connections with one peer id must not keep replacing each other. */
export function isFinal(error: Pick<SignalingError, "code">): boolean {
  return isDismissal(error) || error.code === "peer-replaced";
}
