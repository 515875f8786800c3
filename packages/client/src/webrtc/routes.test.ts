import { expect, test } from "vitest";
import { Routes } from "./routes.ts";

const turn = (username: string) => ({ urls: "turn:turn.example", username, credential: "secret" });
const own = { iceTransportPolicy: "relay", iceServers: [{ urls: "stun:own.example" }] } as const;

function connection(signalingState: RTCSignalingState = "stable") {
  const given: unknown[] = [];
  const setConfiguration = (configuration: unknown) => given.push(configuration);
  return {
    given,
    connection: { signalingState, setConfiguration } as unknown as RTCPeerConnection,
  };
}

test("told nothing, the application's configuration stays as it is", () => {
  const routes = new Routes({ ...own, iceServers: [...own.iceServers] });
  const { given, connection: present } = connection();
  routes.learn([], [present]);
  expect(given).toEqual([]);
  expect(routes.configuration).toEqual(own);
  expect(new Routes(undefined).configuration).toBeUndefined();
});

test("what is told comes before the application's own, and replaces what was told before", () => {
  const routes = new Routes({ ...own, iceServers: [...own.iceServers] });
  routes.learn([turn("1:ada")], []);
  routes.learn([turn("2:ada")], []);
  expect(routes.configuration).toEqual({
    iceTransportPolicy: "relay",
    iceServers: [turn("2:ada"), { urls: "stun:own.example" }],
  });
});

test("connections that are not over are told", () => {
  const routes = new Routes(undefined);
  const [live, over] = [connection(), connection("closed")];
  routes.learn([turn("1:ada")], [live.connection, over.connection]);
  expect(live.given).toEqual([{ iceServers: [turn("1:ada")] }]);
  expect(over.given).toEqual([]);
  routes.learn([], [live.connection]);
  expect(live.given[1]).toEqual({});
});
