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

test("without servers of the signaling server, the configuration of the application is unchanged", () => {
  const routes = new Routes({ ...own, iceServers: [...own.iceServers] });
  const { given, connection: present } = connection();
  routes.learn([], [present]);
  expect(given).toEqual([]);
  expect(routes.configuration).toEqual(own);
  expect(new Routes(undefined).configuration).toBeUndefined();
});

test("received servers precede those of the application, and replace earlier received ones", () => {
  const routes = new Routes({ ...own, iceServers: [...own.iceServers] });
  routes.learn([turn("1:ada")], []);
  routes.learn([turn("2:ada")], []);
  expect(routes.configuration).toEqual({
    iceTransportPolicy: "relay",
    iceServers: [turn("2:ada"), { urls: "stun:own.example" }],
  });
});

test("open connections get the new configuration", () => {
  const routes = new Routes(undefined);
  const [live, over] = [connection(), connection("closed")];
  routes.learn([turn("1:ada")], [live.connection, over.connection]);
  expect(live.given).toEqual([{ iceServers: [turn("1:ada")] }]);
  expect(over.given).toEqual([]);
  routes.learn([], [live.connection]);
  expect(live.given[1]).toEqual({});
});
