/** The messages between pages: JSON texts over the data channel that every peer has. */
export type Message = Profile | Text;

/** The name and the media of a person; sent to each new peer and after every change. */
export interface Profile {
  readonly type: "profile";
  readonly name: string;
  readonly hasMicrophoneOn: boolean;
  /** The id of the media stream that is my screen; absent while I do not share it. */
  readonly screen?: string;
}

/** A line of chat. */
export interface Text {
  readonly type: "text";
  readonly text: string;
}

export const longestName = 40;
export const longestText = 4_000;

/** Parses a message of a peer; `undefined` for anything else. */
export function messageOf(data: unknown): Message | undefined {
  const parsed = typeof data === "string" ? parse(data) : undefined;
  if (!isRecord(parsed)) return undefined;
  if (parsed["type"] === "text") return textOf(parsed);
  return parsed["type"] === "profile" ? profileOf(parsed) : undefined;
}

function textOf({ text }: Record<string, unknown>): Text | undefined {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  return { type: "text", text: text.slice(0, longestText) };
}

function profileOf({
  name,
  hasMicrophoneOn,
  screen,
}: Record<string, unknown>): Profile | undefined {
  if (typeof name !== "string") return undefined;
  return {
    type: "profile",
    name: name.trim().slice(0, longestName),
    hasMicrophoneOn: hasMicrophoneOn === true,
    ...(typeof screen === "string" ? { screen } : {}),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Parses JSON; `undefined` for other texts, because other people may send anything. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
