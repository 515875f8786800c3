import type { Authenticate } from "./authenticate.ts";
import { anonymous } from "./identity.ts";

/** Accepts every client as anonymous: `AUTH=none`. */
export const anyone: Authenticate = () => anonymous;
