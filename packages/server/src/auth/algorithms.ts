/** The supported signature algorithms of tokens (RFC 7518 §3.1), by the kind of key. `none` is not supported. */
export const secretAlgorithms = ["HS256"] as const;

export const publicAlgorithms = [
  "ES256",
  "ES384",
  "ES512",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "EdDSA",
] as const;

export const algorithms = [...secretAlgorithms, ...publicAlgorithms] as const;

export type Algorithm = (typeof algorithms)[number];

/** The accepted algorithms if JWT_ALGORITHMS is unset. */
export const usualAlgorithms = {
  secret: ["HS256"],
  public: ["ES256", "RS256", "PS256", "EdDSA"],
} as const satisfies Record<string, readonly Algorithm[]>;
