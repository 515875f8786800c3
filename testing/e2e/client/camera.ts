import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The picture of the fake cameras: small, because every frame is encoded and decoded for each peer. */
export const cameraPicture = { width: 320, height: 180, framesPerSecond: 10 };

const folder = join(import.meta.dirname, "../../../node_modules/.cache/e2e");

/** Number of different frames; the file is repeated. */
const frames = 10;

/** Writes the recording that Chromium uses as a camera, in the format YUV4MPEG2. Returns its path. */
export function cameraFile(): string {
  const { width, height, framesPerSecond } = cameraPicture;
  const header = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`;
  const pixels = width * height;
  const parts = [Buffer.from(header)];
  for (let frame = 0; frame < frames; frame += 1) {
    const picture = Buffer.alloc(pixels * 1.5, 128);
    // The brightness differs between frames, so that each frame has content to encode.
    picture.fill(64 + frame * 12, 0, pixels);
    parts.push(Buffer.from("FRAME\n"), picture);
  }
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "camera.y4m");
  writeFileSync(path, Buffer.concat(parts));
  return path;
}
