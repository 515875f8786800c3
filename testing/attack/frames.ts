import {
  hostileFrames,
  hostileValues,
  randomOf,
} from "../../packages/server/test/hostile-frames.ts";
import type { Endpoint } from "./endpoint.ts";

const types = [
  "OFFER",
  "ANSWER",
  "CANDIDATE",
  "LEAVE",
  "EXPIRE",
  "HEARTBEAT",
  "OPEN",
  "__proto__",
  "",
];

/** Malformed frames, generated from the grammar of the server; equal seeds give equal frames. */
export function malformedFrames({ dialect }: Endpoint, seed: number): () => string | Buffer {
  return dialect === "peerjs" ? peerJsFrames(seed) : hostileFrames(seed);
}

/** PeerServer accepts JSON objects with `type`, `dst`, `src` and `payload`. */
function peerJsFrames(seed: number): () => string | Buffer {
  const random = randomOf(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const wellFormed = () =>
    `{"type":"${pick(types)}","dst":${pick(['"ada"', ...hostileValues])},"payload":${pick(hostileValues)}}`;
  const mutated = () => {
    const frame = wellFormed();
    const at = Math.floor(random() * frame.length);
    return frame.slice(0, at) + pick(["", "\u0000", '"', "\\", "}", "]"]) + frame.slice(at + 1);
  };
  const binary = () => Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
  return () => pick([wellFormed, wellFormed, mutated, binary, () => pick(hostileValues)])();
}
