import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity, Permission } from "../auth/identity.ts";

/** Refuses with `forbidden` a room or peer id that the identity does not permit. The refusal does not disclose whether the room exists. */
export function permitPlace(identity: Identity, { room, peerId }: Place): void {
  if (identity.peerId !== undefined && identity.peerId !== peerId) {
    throw new SignalingError(
      "forbidden",
      `the token permits only the peer id ${JSON.stringify(identity.peerId)}; use this id or another token`,
    );
  }
  if (identity.rooms && !identity.rooms.some((pattern) => matches(pattern, room))) {
    throw new SignalingError(
      "forbidden",
      "the token does not permit this room; join another room or use another token",
    );
  }
}

/** Refuses with `forbidden` if the identity lacks the permission. */
export function permit(identity: Identity, permission: Permission): void {
  if (identity.permissions.includes(permission)) return;
  throw new SignalingError(
    "forbidden",
    `the token does not have the permission \`${permission}\`; use another token`,
  );
}

interface Place {
  readonly room: string;
  readonly peerId: string;
}

function matches(pattern: string, room: string): boolean {
  return pattern.endsWith("*") ? room.startsWith(pattern.slice(0, -1)) : room === pattern;
}
