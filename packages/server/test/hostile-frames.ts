/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const deep = (depth: number, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);

/** Inputs that have crashed or confused servers. */
export const hostileValues: readonly string[] = [
  "null",
  "0",
  "-1",
  "1e999",
  '""',
  "[]",
  "{}",
  "true",
  '"ready"',
  '{"then":1}',
  '{"toJSON":{}}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"length":-1}',
  '{"target":"ada","message":{"__proto__":{"a":[]}}}',
  '{"target":"__proto__","message":1}',
  '{"target":{"toString":1},"message":1}',
  '{"message":{"message":{"message":1}}}',
  '{"from":"ada","target":"all","action":"close","message":"Peer has left the signaling server"}',
  '{"_placeholder":true,"num":0}',
  '{"_placeholder":true,"num":-1}',
  '{"_placeholder":true,"num":1e9}',
  '{"room":{"a":1}}',
  '{"room":"__proto__","metadata":{"a":{"b":1}}}',
  '"\\ud800"',
  '"\\u0000"',
  deep(33),
  deep(5_000),
  deep(20_000),
  deep(9_000, '{"a":[', "]}"),
  "[".repeat(30_000),
  '{"a":'.repeat(6_000),
  `"${"x".repeat(60_000)}"`,
  `"${'\\"'.repeat(20_000)}"`,
  `[${"{},".repeat(15_000)}{}]`,
];

const events = [
  '"ready"',
  '"message"',
  '"messageOne"',
  '"connection"',
  '"disconnect"',
  '"disconnecting"',
  '"error"',
  '"connect_error"',
  '"newListener"',
  '"__proto__"',
  '"arrival"',
  '""',
  "0",
  "null",
  "[]",
  '"uniquenessError"',
];

const heads = [
  "42",
  "421",
  "42999999999999999999",
  "42/,",
  "42/other,",
  "40",
  "40/other,",
  "41",
  "43",
  "431",
  "44",
  "451-",
  "4510-",
  "4511-",
  "45999999-",
  "45-1-",
  "451-1",
  "461-",
  "47",
  "4",
  "0",
  "1",
  "2probe",
  "3",
  "3probe",
  "5",
  "6",
  "9",
  "b",
  "",
];

/** A seeded fuzzer over the grammar of Engine.IO and Socket.IO packets. */
export function hostileFrames(seed: number): () => string | Buffer {
  const random = randomOf(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;

  const payload = () => {
    const parameters = Array.from({ length: Math.floor(random() * 4) }, () => pick(hostileValues));
    return `[${[pick(events), ...parameters].join(",")}]`;
  };
  const wellFormed = () => `42${random() < 0.5 ? "7" : ""}${payload()}`;
  const wrongHead = () => pick(heads) + (random() < 0.7 ? payload() : pick(hostileValues));
  const mutated = () => {
    const frame = wellFormed();
    const at = Math.floor(random() * frame.length);
    return (
      frame.slice(0, at) +
      pick(["", "\u0000", '"', "\\", "}", "]", "\u{1f4a5}"]) +
      frame.slice(at + 1)
    );
  };
  const binary = () => Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
  const withAttachment = () =>
    `451-["message",${pick(hostileValues)},{"_placeholder":true,"num":0}]`;

  return () => pick([wellFormed, wellFormed, wrongHead, mutated, binary, withAttachment])();
}
