/** The opcodes of data frames (RFC 6455 §5.2). */
const textOpcode = 1;
const binaryOpcode = 2;

/** The bit of a final fragment, and the values of the length field that announce a longer length (RFC 6455 §5.2). */
const final = 0x80;
const length16 = 126;
const length64 = 127;

/** Returns a text as a complete, uncompressed, unmasked WebSocket frame in one buffer (RFC 6455 §5.2). */
export function textFrame(text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const frame = frameOf(textOpcode, bytes);
  frame.write(text, frame.length - bytes);
  return frame;
}

/** Returns binary data as a complete, uncompressed, unmasked WebSocket frame in one buffer. */
export function binaryFrame(data: Uint8Array): Buffer {
  const frame = frameOf(binaryOpcode, data.byteLength);
  frame.set(data, frame.length - data.byteLength);
  return frame;
}

/** Returns a frame whose header is complete and whose payload is not initialized. */
function frameOf(opcode: number, bytes: number): Buffer {
  if (bytes < length16) {
    const frame = Buffer.allocUnsafe(2 + bytes);
    frame[0] = final | opcode;
    frame[1] = bytes;
    return frame;
  }
  if (bytes < 0x1_0000) {
    const frame = Buffer.allocUnsafe(4 + bytes);
    frame[0] = final | opcode;
    frame[1] = length16;
    frame.writeUInt16BE(bytes, 2);
    return frame;
  }
  const frame = Buffer.allocUnsafe(10 + bytes);
  frame[0] = final | opcode;
  frame[1] = length64;
  frame.writeBigUInt64BE(BigInt(bytes), 2);
  return frame;
}
