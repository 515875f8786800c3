import { expect, test } from "vitest";
import { iceServerIssuer } from "./ice-servers.ts";

const turn = { urls: ["turn:turn.example"], secret: "s".repeat(32), ttlSeconds: 600 };
const stun = { urls: "stun:stun.example" };

const idOf = ({ iceServers: [server] }: ReturnType<ReturnType<typeof iceServerIssuer>>) =>
  server?.username?.split(":")[1];

test("each holder has its own id, which differs between processes", () => {
  const issue = iceServerIssuer({ fixed: [stun], turn });
  const ada = idOf(issue({ session: "ada" }));
  expect(ada).toMatch(/^[\w-]{22}$/);
  expect(idOf(issue({ session: "ada" }))).toBe(ada);
  expect(idOf(issue({ session: "bob" }))).not.toBe(ada);
  expect(idOf(issue({ subject: "ada" }))).not.toBe(ada);
  expect(idOf(iceServerIssuer({ fixed: [], turn })({ session: "ada" }))).not.toBe(ada);
});

test("without TURN there is no ttlSeconds", () => {
  const issue = iceServerIssuer({ fixed: [stun] });
  expect(issue({ session: "ada" })).toEqual({ iceServers: [stun] });
});
