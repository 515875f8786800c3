import type { MessageEvent, RTCDataChannel } from "werift";

/** Beside bytes, the two sides send each other texts of a word and a value: `sha256 9f86…`, `ping 42`. */
export function onWord(
  channel: RTCDataChannel,
  word: string,
  listener: (value: string) => void,
): void {
  channel.addEventListener("message", ({ data }: MessageEvent) => {
    if (typeof data !== "string") return;
    const [first, value = ""] = data.split(" ");
    if (first === word) listener(value);
  });
}
