/**
 * One token that everybody shares. With `npm run dev` running:
 *
 *     npx tsx examples/auth-token/client.ts
 */
import { connectAs } from "../auth-client.ts";
import { settings } from "../settings.ts";

connectAs("ada", async () => ({ token: settings.token }));
