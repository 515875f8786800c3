/**
 * Your app, which knows its users, gives each a token of its own. JWT_SECRET, JWT_AUDIENCE and
 * JWT_ISSUER are the signaling server's, which runs with AUTH=jwt.
 *
 *     npx tsx examples/auth-jwt/app.ts
 */
import express, { type Request } from "express";
import { SignJWT } from "jose";
import { say } from "../say.ts";

const { JWT_SECRET = "", JWT_AUDIENCE = "signaling", JWT_ISSUER = "app" } = process.env;
const key = new TextEncoder().encode(JWT_SECRET);

/** In place of your session: this app believes everything. */
function userOf(request: Request): string | undefined {
  return request.get("x-user");
}

const app = express();

app.post("/signaling-token", async (request, response) => {
  const user = userOf(request);
  if (user === undefined) return void response.status(401).json({ error: "sign in first" });
  const token = await new SignJWT({ peerId: user, rooms: ["lobby", "team-*"] })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(user)
    .setAudience(JWT_AUDIENCE)
    .setIssuer(JWT_ISSUER)
    .setExpirationTime("10 minutes")
    .sign(key);
  response.json({ token });
});

const server = app.listen(Number(process.env["APP_PORT"] ?? 4000), "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") say(`app at http://127.0.0.1:${address?.port}`);
});
