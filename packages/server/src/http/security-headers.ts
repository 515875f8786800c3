/** The Content-Security-Policy of responses that are not pages, so browsers need not load anything for them. */
const nothingAllowed =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The headers of every response. Strict-Transport-Security is missing, because the operator of the TLS endpoint decides
 * whether a whole domain requires TLS.
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
