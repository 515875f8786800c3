import { expect, test } from "vitest";
import { iceServerIssuer } from "./ice-servers.ts";

const turn = { urls: ["turn:turn.example"], secret: "s".repeat(32), ttlSeconds: 600 };
const stun = { urls: "stun:stun.example" };

const key = "the key of this test";

const idOf = ({ iceServers: [server] }: ReturnType<ReturnType<typeof iceServerIssuer>>) =>
  server?.username?.split(":")[1];

test("each holder has its own id, which differs between keys", () => {
  const issue = iceServerIssuer({ fixed: [stun], turn, key });
  const ada = idOf(issue({ session: "ada" }));
  expect(ada).toMatch(/^[\w-]{22}$/);
  expect(idOf(issue({ session: "ada" }))).toBe(ada);
  expect(idOf(issue({ session: "bob" }))).not.toBe(ada);
  expect(idOf(issue({ subject: "ada" }))).not.toBe(ada);
  expect(
    idOf(iceServerIssuer({ fixed: [], turn, key: "another key" })({ session: "ada" })),
  ).not.toBe(ada);
});

test("without TURN there is no ttlSeconds", () => {
  const issue = iceServerIssuer({ fixed: [stun], key });
  expect(issue({ session: "ada" })).toEqual({ iceServers: [stun] });
});
