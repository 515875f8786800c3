import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { bundleProgram } from "./bundle-program.ts";

const serverProject = "packages/server/tsconfig.build.json";

/** Builds the server as it is published: the library with its types, and the program. */
export async function buildServer(): Promise<void> {
  await buildPackages(serverProject);
}

/** Compiles the projects and bundles the program. The compiler skips unchanged sources. */
export async function buildPackages(...projects: readonly string[]): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "--build", ...projects], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${projects.join(", ")}: correct the errors above`);
  await bundleProgram("packages/server/dist");
}
