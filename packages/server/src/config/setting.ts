import * as z from "zod";

/** One setting: the values it accepts, its default, and its documentation. */
export interface Setting<Schema extends z.ZodType, Default extends string | undefined> {
  /** The schema of a value. A setting that is unset has none. */
  readonly schema: Schema;
  /** The default as a user would write it; `undefined`: the setting is unset by default. */
  readonly default: Default;
  /** The accepted values, as a noun phrase: it follows "expected" in errors. */
  readonly expects: string;
  /** A valid value, as a user would write it in a shell. Absent: the default is the example. */
  readonly example?: string;
  /** The meaning of the setting, as a noun phrase with the unit. */
  readonly help: string;
  /** Errors and logs do not contain the value. */
  readonly isSecret?: true;
}

export const setting = <Schema extends z.ZodType, Default extends string | undefined>(
  of: Setting<Schema, Default>,
): Setting<Schema, Default> => of;

/** Removes white space and byte order marks around a string, or around each string of a list. */
export function trimmed(given: unknown): unknown {
  if (typeof given === "string") return given.trim();
  return Array.isArray(given) ? given.map((item: unknown) => trimmed(item)) : given;
}

/** Rejects a value in a schema. The reason, if there is one, becomes a part of the {@link SettingError}. */
export function refuse(context: z.RefinementCtx, reason?: string): never {
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

/** Returns the schema of a whole number in a range, for one of many settings: a combination of schemas would take more memory. */
export function wholeNumber(minimum: number, maximum: number) {
  return z.transform((given, context): number => {
    const number = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : given;
    const isWhole = typeof number === "number" && Number.isSafeInteger(number);
    return isWhole && minimum <= number && number <= maximum ? number : refuse(context);
  });
}

/** Control and format characters, and white space that looks like a space or like nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

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
  return z.transform((given, context): Word => {
    const word = typeof given === "string" ? named.get(given.toLowerCase()) : undefined;
    return word ?? refuse(context);
  });
}

export const anyOf = (words: readonly string[]) => `one of ${words.join(", ")}`;

const onWords = ["on", "true", "1"];
const offWords = ["off", "false", "0"];

/** Adds `off` to the values of a setting, in the words of a switch. `0` stays what the schema makes of it. */
export function orOff<Schema extends z.ZodType>(schema: Schema) {
  const off = z.transform((given, context): "off" => {
    const word = String(given).toLowerCase();
    return word !== "0" && offWords.includes(word) ? "off" : refuse(context);
  });
  return z.union([off, schema]);
}

/** A switch. */
export const onOrOff = z.transform((given, context): "on" | "off" => {
  const word = String(given).toLowerCase();
  if (onWords.includes(word)) return "on";
  return offWords.includes(word) ? "off" : refuse(context);
});

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
export function listOf<Entry>(entry: z.ZodType<Entry>, problem: string) {
  return entries.transform((given, context): Entry[] =>
    given.map((one) => {
      const parsed = entry.safeParse(one);
      if (parsed.success) return parsed.data;
      const reason = reasonIn(parsed.error.issues) ?? problem;
      return refuse(context, `${given.length === 1 ? "it" : JSON.stringify(one)} ${reason}`);
    }),
  );
}
