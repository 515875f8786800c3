/** A resource without a page of its own needs nothing from a browser. */
const nothingAllowed =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The headers of every answer. Strict-Transport-Security is missing: whether a whole domain can be reached by TLS only
 * is for the operator of the TLS endpoint to say.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": nothingAllowed,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "cross-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "SAMEORIGIN",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
};
