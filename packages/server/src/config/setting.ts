import * as z from "zod";

/** One setting: the values it accepts, its default, and its documentation. */
export interface Setting<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** The default as a user would write it; `undefined`: the setting is unset by default. */
  readonly default: string | undefined;
  /** The accepted values, as a noun phrase: it follows "expected" in errors. */
  readonly expects: string;
  /** A valid value, as a user would write it in a shell. Absent: the default is the example. */
  readonly example?: string;
  /** The meaning of the setting, as a noun phrase with the unit. */
  readonly help: string;
  /** Errors and logs do not contain the value. */
  readonly isSecret?: true;
}

export const setting = <Schema extends z.ZodType>(of: Setting<Schema>): Setting<Schema> => of;

/** Removes white space and byte order marks around a string, or around each string of a list. */
export function trimmed(given: unknown): unknown {
  if (typeof given === "string") return given.trim();
  return Array.isArray(given) ? given.map((item: unknown) => trimmed(item)) : given;
}

/** Rejects a value in a schema. The reason becomes a part of the {@link SettingError}. */
export function refuse(context: z.RefinementCtx, reason: string): never {
  context.addIssue({ code: "custom", params: { reason } });
  return z.NEVER;
}

/** Returns the first reason that a schema gave with {@link refuse}. */
export function reasonIn(issues: readonly z.core.$ZodIssue[]): string | undefined {
  for (const issue of issues) {
    const reason: unknown = issue.code === "custom" ? issue.params?.["reason"] : undefined;
    if (typeof reason === "string") return reason;
    if (issue.code !== "invalid_union") continue;
    const inner = reasonIn(issue.errors.flat());
    if (inner !== undefined) return inner;
  }
  return undefined;
}

export function wholeNumber(minimum: number, maximum: number) {
  return z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.int().min(minimum).max(maximum));
}

const invisible = /[\p{Cc}\p{Cf}]/u;

/** One line of visible text, so that a user who types it again enters the same text. */
export const text = z
  .string()
  .min(1)
  .superRefine((given, context) => {
    const index = given.search(invisible);
    if (index < 0) return;
    const code = (given.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    refuse(context, `the character at position ${index + 1} is invisible (U+${code})`);
  });

/** A secret that is long enough not to be guessed. */
export const secret = text.refine((given) => Buffer.byteLength(given) >= 32);

export const secretExpects = "a secret of at least 32 bytes";

export const secretExample = '"$(openssl rand -base64 32)"';

/** Returns the schema of a fixed set of words, in upper or lower case. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  const named = new Map(words.map((word) => [word.toLowerCase(), word] as const));
  return z.string().transform((given, context): Word => {
    const word = named.get(given.toLowerCase());
    if (word !== undefined) return word;
    context.addIssue({ code: "custom" });
    return z.NEVER;
  });
}

export const anyOf = (words: readonly string[]) => `one of ${words.join(", ")}`;

const onWords = ["on", "true", "1"];
const offWords = ["off", "false", "0"];

/** A switch. */
export const onOrOff = z
  .union([z.boolean().transform(String), z.string()])
  .pipe(oneOf([...onWords, ...offWords]))
  .transform((word) => (onWords.includes(word) ? "on" : "off"));

export const onOrOffExpects = "on or off (or true or false, 1 or 0)";

/** The entries of a comma-separated string, without empty ones, or those of an array that a program passes. */
const entries = z.union([
  z
    .string()
    .transform((given) => given.split(",").map((entry) => entry.trim()))
    .transform((given) => given.filter((entry) => entry !== ""))
    .pipe(z.array(z.string()).min(1)),
  z.array(z.string()),
]);

/** Returns the schema of a list of entries of one kind. The error names the first wrong entry, followed by `problem`. */
export function listOf<Entry>(entry: z.ZodType<Entry, string>, problem: string) {
  return entries.transform((given, context): Entry[] =>
    given.map((one) => {
      const parsed = entry.safeParse(one);
      if (parsed.success) return parsed.data;
      const reason = reasonIn(parsed.error.issues) ?? problem;
      return refuse(context, `${given.length === 1 ? "it" : JSON.stringify(one)} ${reason}`);
    }),
  );
}
