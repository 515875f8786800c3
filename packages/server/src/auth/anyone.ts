import type { Authenticate } from "./authenticate.ts";
import { somebody } from "./identity.ts";

/** Accepts every client as anonymous: `AUTH=none`. */
export const anyone: Authenticate = () => somebody;
