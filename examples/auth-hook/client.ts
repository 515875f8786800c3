/**
 * Shows what it has of the app: its session. With app.ts and the signaling server running:
 *
 *     npx tsx examples/auth-hook/client.ts
 */
import { connectAs } from "../auth-client.ts";

const { SESSION = "session-of-ada" } = process.env;

connectAs("ada", async () => ({ session: SESSION }));
