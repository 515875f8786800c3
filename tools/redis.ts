import { find, findOrInstall, type ProgramKind } from "./programs.ts";

const kind: ProgramKind = {
  name: "redis-server",
  programs: ["redis-server"],
  variable: "REDIS_SERVER_PATH",
  debian: { packageName: "redis-server", megabytes: 3 },
};

export const findRedis = (): string | undefined => find(kind);

export const findOrInstallRedis = (): Promise<string> => findOrInstall(kind);
