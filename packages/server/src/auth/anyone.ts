import type { Authenticate } from "./authenticate.ts";
import { somebody } from "./identity.ts";

/** Lets everybody in: `AUTH=none`. */
export const anyone: Authenticate = () => somebody;
