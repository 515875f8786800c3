/**
 * Asks the app for a token at every connect. With app.ts and the signaling server running:
 *
 *     npx tsx examples/auth-jwt/client.ts
 */
import { connectAs } from "../auth-client.ts";

const { APP_URL = "http://127.0.0.1:4000", USER_NAME = "ada" } = process.env;

connectAs(USER_NAME, async () => {
  const headers = { "x-user": USER_NAME };
  const response = await fetch(`${APP_URL}/signaling-token`, { method: "POST", headers });
  if (!response.ok) throw new Error(`the app answered ${response.status}`);
  return (await response.json()) as { token: string };
});
