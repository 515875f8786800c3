import type { ReadyValue, Reply } from "simple-webrtc-signaling-protocol";

/** Whether it is an answer as our server gives them: whoever listens at an address may answer anything. */
export function isReply(answer: unknown): answer is Reply<unknown> {
  if (typeof answer !== "object" || answer === null || !("ok" in answer)) return false;
  return answer.ok === true || ("code" in answer && typeof answer.code === "string");
}

/** Whether it is the answer to `ready`, as far as nothing works without. */
export function isReadyValue(value: Partial<ReadyValue> | null | undefined): value is ReadyValue {
  return Array.isArray(value?.peers);
}
