import { z } from "zod";

/** One setting: what it takes, what it is when nobody says, and the sentences people read about it. */
export interface Setting<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** What a user would write to get the default; `undefined` if it is to be left unset. */
  readonly default: string | undefined;
  readonly expects: string;
  readonly help: string;
  readonly isSecret?: true;
}

export const setting = <Schema extends z.ZodType>(of: Setting<Schema>) => of;

export function wholeNumber(minimum: number, maximum: number) {
  return z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.int().min(minimum).max(maximum));
}

/** A page's origin (RFC 6454), exactly as browsers send it. */
export const origin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text);

export const anyOf = (words: readonly string[]) => `one of ${words.join(", ")}`;
