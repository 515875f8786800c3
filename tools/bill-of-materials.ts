import { closureOf, dependenciesOf, type LockFile, nameAt } from "./lock-file.ts";

/**
 * Lists all packages that the published packages need at run time, with versions, hashes and licenses, in CycloneDX 1.5
 * (ECMA-424). Equal lock files give equal lists.
 */
export function billOfMaterials(
  lock: LockFile,
  packages: readonly string[],
): Readonly<Record<string, unknown>> {
  const folders = closureOf(lock, packages);
  const nameOf = (folder: string) => nameAt(lock, folder);
  const refOf = (folder: string) => `${nameOf(folder)}@${lock[folder]?.version}#${folder}`;
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    components: folders.map((folder) => ({
      type: "library",
      "bom-ref": refOf(folder),
      ...componentOf(nameOf(folder), lock[folder]),
    })),
    dependencies: folders.map((folder) => ({
      ref: refOf(folder),
      dependsOn: dependenciesOf(lock, folder).map(refOf).toSorted(),
    })),
  };
}

function componentOf(name: string, { version = "", integrity, license }: LockFile[string] = {}) {
  const [group, own] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const path = group === undefined ? own : `${encodeURIComponent(group)}/${own}`;
  return {
    ...(group === undefined ? {} : { group }),
    name: own,
    version,
    purl: `pkg:npm/${path}@${version}`,
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    ...(integrity === undefined ? {} : { hashes: integrity.split(" ").map(hashOf) }),
  };
}

/** Returns `sha512-<base64>` in the notation of CycloneDX. */
function hashOf(integrity: string): { readonly alg: string; readonly content: string } {
  const [algorithm = "", digest = ""] = integrity.split(/-(.*)/s);
  return {
    alg: algorithm.replace("sha", "SHA-"),
    content: Buffer.from(digest, "base64").toString("hex"),
  };
}
