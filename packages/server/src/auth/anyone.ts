import type { Authenticate } from "./authenticate.ts";

/** Lets everybody in: `AUTH=none`. */
export const anyone: Authenticate = () => {};
