import { join } from "node:path";
import ts from "typescript";

/** The modules of `kubernetes-types` with the kinds that can be checked, by `apiVersion`. */
const modules: Readonly<Record<string, string>> = {
  v1: "core/v1",
  "apps/v1": "apps/v1",
  "autoscaling/v2": "autoscaling/v2",
  "networking.k8s.io/v1": "networking/v1",
  "policy/v1": "policy/v1",
};

/** A manifest of Kubernetes, or a patch of one. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A patch contains only the members that it changes. */
const patchType = `type Patch<T> = T extends (infer E)[] ? Patch<E>[] : T extends object ? { [K in keyof T]?: Patch<T[K]> } : T;`;

/** Returns the source of a statement that compiles only if the manifest has no unknown, missing or wrong field. */
function statementOf(manifest: Manifest, isPatch: boolean): string {
  const module = modules[manifest.apiVersion];
  if (module === undefined) throw new Error(`no types for ${manifest.apiVersion}`);
  const type = `import("kubernetes-types/${module}").${manifest.kind}`;
  // The types leave these two members optional.
  const whole = `Omit<${type}, "apiVersion" | "kind"> & Pick<Required<${type}>, "apiVersion" | "kind">`;
  return `(${JSON.stringify(manifest)}) satisfies ${isPatch ? `Patch<${type}>` : whole};`;
}

const options: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es5.d.ts"],
  types: [],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/** Checks manifests against the types of Kubernetes. Returns the sentences of the compiler; an unknown field is an error. */
export function problemsOf(
  manifests: readonly (readonly [manifest: Manifest, isPatch: boolean])[],
): readonly string[] {
  const path = join(import.meta.dirname, "manifests.ts");
  const statements = manifests.map(([manifest, isPatch]) => statementOf(manifest, isPatch));
  const source = [patchType, ...statements, "export {};"].join("\n");
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? source : readFile(name));
  host.getSourceFile = (name, version, ...rest) =>
    name === path
      ? ts.createSourceFile(name, source, version, true)
      : getSourceFile(name, version, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([path], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}
