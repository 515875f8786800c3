import type { Authenticate } from "./authenticate.ts";
import type { Identity } from "./identity.ts";

/** Returns the authentication of a program, which has no type checker perhaps. Rejects with a `TypeError` for a wrong identity. */
export function checked(authenticate: Authenticate): Authenticate {
  return async (credentials, client) => {
    const identity: unknown = await authenticate(credentials, client);
    if (isIdentity(identity)) return identity;
    const given = JSON.stringify(identity) ?? String(identity);
    throw new TypeError(
      `\`authenticate\` returned ${given}: expected an identity, such as { permissions: ["broadcast", "relay"] }; to refuse a client, throw a SignalingError`,
    );
  };
}

function isIdentity(value: unknown): value is Identity {
  if (typeof value !== "object" || value === null || !("permissions" in value)) return false;
  const { subject } = value as Partial<Record<keyof Identity, unknown>>;
  const isSubject = subject === undefined || typeof subject === "string";
  return isSubject && Array.isArray(value.permissions);
}
