import * as z from "zod";
import { refuse, setting } from "./setting.ts";

/** The shortest limit of the operating systems: that of macOS, without the zero at the end. Linux permits 107 bytes. */
const longestPathBytes = 103;

const highestMode = 0o777;

/** An octal text, as for `chmod`, or the number that it means. */
const fileMode = z.transform((given, context): number => {
  const isOctal = typeof given === "string" && /^0?[0-7]{3}$/.test(given);
  const mode = isOctal ? Number.parseInt(given, 8) : given;
  const isMode = typeof mode === "number" && Number.isSafeInteger(mode);
  return isMode && 0 <= mode && mode <= highestMode ? mode : refuse(context);
});

/** Rows of the table in config.ts: a Unix socket in place of a port. */
export const unixSocketSettings = {
  unixSocket: setting({
    schema: z
      .string()
      .regex(/^\/[^\p{Cc}]*[^\p{Cc}/]$/u)
      .refine((path) => Buffer.byteLength(path) <= longestPathBytes)
      .optional(),
    default: undefined,
    expects: `an absolute path of at most ${longestPathBytes} bytes`,
    example: "/run/signaling/signaling.sock",
    help: "Unix socket to listen on in place of HOST and PORT, for a proxy on the same machine",
  }),
  unixSocketMode: setting({
    schema: fileMode,
    default: "660",
    expects: "an octal file mode of three digits",
    help: "permissions of UNIX_SOCKET; a program needs the permission to write to connect",
  }),
};
