/**
 * Your app is asked about everybody who connects. The signaling server runs with AUTH=hook and
 * AUTH_URL=http://127.0.0.1:4000/signaling-hook.
 *
 *     npx tsx examples/auth-hook/app.ts
 */
import express from "express";
import { say } from "../say.ts";

/** Stands for the sessions of your application: the user of each session. */
const sessions = new Map([["session-of-ada", "ada"]]);

const app = express();

app.post("/signaling-hook", express.json(), (request, response) => {
  const { auth } = request.body as { auth: { session?: string } };
  const user = sessions.get(auth.session ?? "");
  if (user === undefined) response.status(403).json({ reason: "sign in first" });
  else response.json({ subject: user, peerId: user, rooms: ["*"], metadata: { name: user } });
});

const server = app.listen(Number(process.env["APP_PORT"] ?? 4000), "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") say(`app at http://127.0.0.1:${address?.port}`);
});
