/** Close codes of WebSockets (RFC 6455 §7.4.1, and the registry of RFC 6455 §11.7). */

/** An explicit disconnect. */
export const normalClosureCode = 1000;

/** The endpoint goes away. Browsers send it when they unload a page. */
export const goingAwayCode = 1001;

export const policyViolationCode = 1008;

export const serviceRestartCode = 1012;
