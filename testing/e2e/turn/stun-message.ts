import { createHash, createHmac, randomBytes } from "node:crypto";
import { isIPv6 } from "node:net";

/** Methods and attributes (RFC 8489, RFC 8656). */
export const codes = {
  allocate: 0x0003,
  refresh: 0x0004,
  createPermission: 0x0008,
  channelBind: 0x0009,
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
} as const;

export interface Attribute {
  readonly type: number;
  readonly value: Buffer | ((cookieAndTransaction: Buffer) => Buffer);
}

export interface Message {
  readonly transactionId: Buffer;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

/** A long-term credential (RFC 8489 §9.2.2). */
export interface Key {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
}

const magicCookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const headerBytes = 20;
const integrityBytes = 24;

export const attribute = (type: number, value: Buffer): Attribute => ({ type, value });

/** XOR-PEER-ADDRESS of an IPv4 address, or of an IPv6 address exactly as written, including embedded IPv4. */
export function peerAddress(address: string, port = 9): Attribute {
  return {
    type: codes.xorPeerAddress,
    value: (mask) => {
      const family = isIPv6(address) ? 2 : 1;
      const portBytes = Buffer.from([port >> 8, port & 255]);
      return Buffer.concat([
        Buffer.from([0, family]),
        xor(portBytes, mask),
        xor(bytesOf(address), mask),
      ]);
    },
  };
}

/** A request; signed if a key is given. */
export function encode(method: number, attributes: readonly Attribute[], key?: Key) {
  const transactionId = randomBytes(12);
  const mask = Buffer.concat([magicCookie, transactionId]);
  const body = Buffer.concat(
    attributes.map(({ type, value }) =>
      encodedAttribute(type, typeof value === "function" ? value(mask) : value),
    ),
  );
  const headed = (length: number) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(method, 0);
    head.writeUInt16BE(length, 2);
    return Buffer.concat([head, mask, body]);
  };
  if (!key) return { packet: headed(body.length), transactionId };
  const { username, realm, password } = key;
  // The standard requires MD5 and SHA-1 here.
  const secret = createHash("md5").update(`${username}:${realm}:${password}`).digest();
  const signed = headed(body.length + integrityBytes);
  const integrity = createHmac("sha1", secret).update(signed).digest();
  const packet = Buffer.concat([signed, encodedAttribute(codes.messageIntegrity, integrity)]);
  return { packet, transactionId };
}

export function parse(packet: Buffer): Message {
  const attributes = new Map<number, Buffer>();
  for (let at = headerBytes; at + 4 <= packet.length; ) {
    const length = packet.readUInt16BE(at + 2);
    attributes.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length));
    at += 4 + length + paddingOf(length);
  }
  return { transactionId: packet.subarray(8, headerBytes), attributes };
}

/** Returns the number of an error response; `undefined` for a success. */
export function errorCodeOf({ attributes }: Message): number | undefined {
  const error = attributes.get(codes.errorCode);
  return error && (error.readUInt8(2) & 7) * 100 + error.readUInt8(3);
}

/** Returns `undefined` if there is none. */
export function textOf({ attributes }: Message, type: number): string | undefined {
  return attributes.get(type)?.toString();
}

function encodedAttribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(paddingOf(value.length))]);
}

const paddingOf = (length: number) => (4 - (length % 4)) % 4;

const xor = (bytes: Buffer, mask: Buffer) =>
  Buffer.from(bytes.map((byte, index) => byte ^ mask.readUInt8(index)));

function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split(".").map(Number));
  const [left = "", right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [head, tail] = [groups(left), groups(right ?? "")];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  const all = [...head, ...zeros, ...tail];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
