import { expect, test } from "vitest";
import { AddressMask } from "../reading/address-mask.ts";
import { offerSdp } from "../reading/samples.ts";
import type { Happening } from "../trace/entry.ts";
import { entriesOf, plainExchange } from "../trace/samples.ts";
import { clockTime, deltaTime, roundTripTime, span, spokenTime } from "./clock.ts";
import { labelOf } from "./labels.ts";
import { connectionLessons, lessons } from "./lessons.ts";
import { namesOf } from "./names.ts";
import { rowModels } from "./row-model.ts";
import { spoken } from "./sentences.ts";
import type { Words } from "./words.ts";

const mask = new AddressMask();
const words: Words = { nameOf: namesOf(undefined), mask: (text) => mask.text(text) };
const modelsOf = (happenings: readonly Happening[]) =>
  rowModels(entriesOf(happenings), {
    isFolding: true,
    open: new Set<number>(),
    startedAtMs: 1_000,
    filter: "",
  });
const label = (happening: Happening) =>
  modelsOf([happening]).map(({ row }) => labelOf(row, words))[0];
const said = (happening: Happening) => modelsOf([happening]).map((row) => spoken(row, words))[0];

test("an exchange is described in sentences", () => {
  expect(modelsOf(plainExchange).map((model) => spoken(model, words))).toEqual([
    "0.0 s: bob is in the room",
    "0.0 s: bob sent you an offer: audio, video, data",
    "0.0 s: you sent an answer to bob: audio, video, data",
    "0.0 s: you sent 2 candidates (1 host, 1 srflx) to bob; collapsed; Right Arrow expands",
    "0.1 s: bob sent you a candidate (relay · udp · ip-1:50003)",
    "0.1 s: you sent the end of candidates to bob",
    "0.1 s: the connection to bob is connected",
    "0.1 s: the route to bob is direct, through NAT (srflx · udp, round-trip time 12 ms)",
  ]);
});

test("labels are short", () => {
  expect(modelsOf(plainExchange).map(({ row }) => labelOf(row, words).main)).toEqual([
    "peer found",
    "offer",
    "answer",
    "▸ 2 candidates",
    "candidate",
    "end of candidates",
    "connected",
    "direct",
  ]);
});

test.each<[Happening, string]>([
  [
    {
      kind: "failed",
      problems: [{ cause: "needs-turn", reason: "None worked.", action: "", details: [] }],
    },
    "there is no connection to bob: None worked",
  ],
  [
    { kind: "ignored-offer" },
    "you and bob sent offers at the same time; you ignored the offer from bob",
  ],
  [{ kind: "rolled-back" }, "you and bob sent offers at the same time; you rolled back your offer"],
  [
    { kind: "refusal", direction: "sent", refused: "offer" },
    "you sent a refusal of the offer to bob",
  ],
  [{ kind: "dropped-candidate" }, "you dropped an outdated candidate from bob"],
  [{ kind: "ice-restart", attempt: 2 }, "you restarted ICE with bob, attempt 2"],
  [{ kind: "leave" }, "bob left the room"],
  [{ kind: "error", code: "unavailable", reason: "no" }, "error unavailable: no"],
  [{ kind: "error", code: "kicked", reason: "no" }, "an administrator removed you from this room"],
  [{ kind: "error", code: "room-closed", reason: "no" }, "an administrator closed this room"],
  [{ kind: "channel", state: "connected" }, "you reconnected to the server"],
  [
    { kind: "offer", direction: "sent", sdp: offerSdp, isRestart: true },
    "you sent an offer that restarts ICE to bob: audio, video, data",
  ],
])("$kind", (happening, sentence) => {
  expect(said(happening)).toBe(`0.0 s: ${sentence}`);
});

test("[case G4] an announced track is never called direct", () => {
  const track: Happening = { kind: "track", media: "video" };
  expect(said(track)).toBe("0.0 s: bob announced a track: video");
  expect(label(track)).toEqual({ main: "video track", soft: "announced by bob" });
});

test("[case G4] a route through a TURN server is called relayed", () => {
  const route = { kind: "route", protocol: "udp", roundTripMs: 40 } as const;
  const relayed: Happening = { ...route, route: "relay" };
  expect(said(relayed)).toBe(
    "0.0 s: the route to bob is relayed by a TURN server (relay · udp, round-trip time 40 ms)",
  );
  expect(label(relayed)).toEqual({ main: "relayed", soft: "relay · udp · 40 ms" });
  expect(label({ ...route, route: "host" })).toMatchObject({ main: "direct" });
});

test("[case G4] a lesson that mentions direct connections mentions relayed ones, too", () => {
  const texts = [
    ...Object.values(lessons).map(({ text }) => text),
    ...Object.values(connectionLessons),
  ];
  const direct = texts.filter((text) => text.includes("direct"));
  expect(direct).toHaveLength(2);
  for (const text of direct) expect(text).toMatch(/TURN|relayed/);
  expect(lessons.offer.text).not.toMatch(/no direct|yet/);
});

test("generated ids are shown by their beginning", () => {
  const id = "0d9f3c9e-52a1-4c7b-9a55-3f0a7a4de111";
  expect(namesOf(undefined)(id)).toBe("0d9f3c9e…");
  expect(namesOf(new Map([[id, "Ada"]]))(id)).toBe("Ada");
  expect(namesOf(undefined)(undefined)).toBe("the server");
});

test("times have the unit that suits their length", () => {
  expect(clockTime(83_045)).toBe("01:23.045");
  expect([span(12.4), span(1_234), span(61_000)]).toEqual(["12 ms", "1.23 s", "1 min 1 s"]);
  expect([roundTripTime(0), roundTripTime(38)]).toEqual(["<1 ms", "38 ms"]);
  expect([deltaTime(undefined), deltaTime(38)]).toEqual(["", "+38 ms"]);
  expect([spokenTime(12_345), spokenTime(72_000)]).toEqual(["12.3 s", "1 min 12.0 s"]);
});
