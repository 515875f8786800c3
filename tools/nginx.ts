import { resolve } from "node:path";
import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "nginx",
  programs: ["nginx"],
  variable: "NGINX_PATH",
  debian: {
    packageName: "nginx",
    megabytes: 1,
    // An installed nginx would listen on port 80 of this machine.
    unpackedIn: resolve(import.meta.dirname, "../node_modules/.cache/nginx"),
  },
};

export const findNginx = (): string | undefined => find(kind);

export const findOrInstallNginx = (): Promise<string> => findOrInstall(kind);
