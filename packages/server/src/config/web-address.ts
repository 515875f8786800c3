import { text } from "./setting.ts";

/** A web address without a password, so that a log may contain it. */
export const webAddress = text.refine((given) => {
  if (!URL.canParse(given)) return false;
  const { protocol, username, password } = new URL(given);
  return ["http:", "https:"].includes(protocol) && username === "" && password === "";
});
