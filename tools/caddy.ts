import { resolve } from "node:path";
import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "Caddy",
  programs: ["caddy"],
  variable: "CADDY_PATH",
  debian: {
    packageName: "caddy",
    megabytes: 10,
    // An installed Caddy would listen on port 80 of this machine.
    unpackedIn: resolve(import.meta.dirname, "../node_modules/.cache/caddy"),
  },
};

export const findCaddy = (): string | undefined => find(kind);

export const findOrInstallCaddy = (): Promise<string> => findOrInstall(kind);
