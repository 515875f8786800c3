import * as z from "zod";
import { originEntry } from "../limits/origin-entry.ts";
import { listOf, refuse } from "./setting.ts";

/** Returns the schema of `*` or a list of origins. */
export function origins({ refused }: { readonly refused?: string } = {}) {
  const entry = z.string().transform((text, context): string => {
    if (text === "*") return text;
    const read = originEntry(text);
    if ("problem" in read) return refuse(context, read.problem);
    return read.entry === refused ? refuse(context, "has no meaning in this list") : read.entry;
  });
  return listOf(entry, "is not an origin").transform((list, context): "*" | string[] => {
    if (!list.includes("*")) return list;
    return list.length === 1
      ? "*"
      : refuse(context, "`*` is every origin and cannot be combined with other entries");
  });
}
