import { readFileSync } from "node:fs";
import { report } from "./report.ts";
import { looseRules } from "./rules.ts";
import { isTest, readSources } from "./sources.ts";
import { type DescribedType, differingTypes } from "./wire-types.ts";

const described = (path: string, names: Readonly<Record<string, string>>): DescribedType[] =>
  Object.entries(names).map(([wire, name]) => ({ described: wire, path, name }));

/** The types of PROTOCOL.md that the code also has. `ClientEvents` and `ServerEvents` contain most of the others. */
const types = [
  ...described("packages/protocol/src/events.ts", {
    ClientEvents: "ClientEvents",
    ServerEvents: "ServerEvents",
    ReadyOptions: "ReadyOptions",
    SessionClaim: "SessionClaim",
    Direct: "Direct",
    ReadyValue: "ReadyValue",
    RoomPeer: "RoomPeer",
    Roster: "Roster",
    RefreshValue: "RefreshValue",
    MessageEnvelope: "MessageEnvelope",
    PresenceEnvelope: "PresenceEnvelope",
    ConnectionsEnvelope: "ConnectionsEnvelope",
    PresenceBatch: "PresenceBatch",
    IceServer: "IceServer",
  }),
  ...described("packages/protocol/src/errors.ts", { Refusal: "Refusal" }),
  ...described("packages/client/src/reliable/numbered.ts", {
    NumberedContent: "NumberedContent",
    ReceiptOnly: "Acknowledgement",
    IncarnationRejected: "Rejection",
  }),
];

/** The rules of rooms use types of WebRTC. */
const lib = ["lib.es2023.d.ts", "lib.dom.d.ts"];

const protocol = readFileSync("PROTOCOL.md", "utf8");
const tests = readSources(["packages", "testing/e2e"]).filter(({ path }) => isTest(path));
const texts = tests.map(({ path }) => readFileSync(path, "utf8"));
report("rules", [...looseRules(protocol, texts), ...differingTypes(protocol, types, lib)]);
