import ts from "typescript";

/** A type of PROTOCOL.md and the exported type of the code that it describes. */
export interface DescribedType {
  readonly described: string;
  readonly path: string;
  readonly name: string;
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  allowImportingTsExtensions: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: [],
};

/** The declarations of the language and of browsers, which take most of the time to read. */
const libraries = new Map<string, ts.SourceFile>();

const isLibrary = (path: string) => /\/lib\.[\w.]+\.d\.ts$/.test(path);

/** Returns the TypeScript blocks of a document as one module. */
function typeBlocks(document: string): string {
  const blocks = [...document.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block);
  return [...blocks, "export {};"].join("\n");
}

/**
 * Compares types of a document with types of the code: the keys, whether they are optional, and the types of their
 * values. `readonly` and `undefined` make no difference on the wire, and an error code counts as a string. `lib` names the
 * declarations that the document uses.
 */
export function differingTypes(
  document: string,
  types: readonly DescribedType[],
  lib: readonly string[] = ["lib.es2023.d.ts"],
): string[] {
  const blocks = "protocol-blocks.ts";
  const options = { ...compilerOptions, lib: [...lib] };
  const host = hostWith(options, blocks, typeBlocks(document));
  const paths = [...new Set(types.map(({ path }) => path))];
  const program = ts.createProgram([blocks, ...paths], options, host);
  const checker = program.getTypeChecker();
  const typeOf = (path: string, name: string) => declaredType(program, path, name);
  const faults = program.getSemanticDiagnostics(program.getSourceFile(blocks));
  if (faults.length > 0) return faults.map(({ messageText }) => textOf(messageText));
  return types.flatMap(({ described, path, name }) => {
    const [wire, code] = [typeOf(blocks, described), typeOf(path, name)];
    if (!wire) return [`PROTOCOL.md: no type \`${described}\``];
    if (!code) return [`${path}: no type \`${name}\``];
    return differences(shapeOf(checker, wire), shapeOf(checker, code)).map(
      (line) => `${described}: ${line}`,
    );
  });
}

function hostWith(options: ts.CompilerOptions, name: string, text: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { fileExists } = host;
  const readFile = host.getSourceFile;
  host.fileExists = (path) => path === name || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    if (path === name) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2023);
    const file = libraries.get(path) ?? readFile(path, ...rest);
    if (file && isLibrary(path)) libraries.set(path, file);
    return file;
  };
  return host;
}

function textOf(message: string | ts.DiagnosticMessageChain): string {
  return `PROTOCOL.md: ${ts.flattenDiagnosticMessageText(message, " ")}`;
}

function declaredType(program: ts.Program, path: string, name: string): ts.Type | undefined {
  const checker = program.getTypeChecker();
  const declarations = program.getSourceFile(path)?.statements ?? [];
  for (const statement of declarations) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    if (isType && statement.name.text === name) return checker.getTypeAtLocation(statement.name);
  }
  return undefined;
}

/** The lines of a type: one for each key of an object, otherwise one for the whole type. */
type Shape = readonly string[];

function differences(wire: Shape, code: Shape): string[] {
  return [
    ...wire.filter((line) => !code.includes(line)).map((line) => `only in PROTOCOL.md: ${line}`),
    ...code.filter((line) => !wire.includes(line)).map((line) => `only in the code: ${line}`),
  ];
}

function shapeOf(checker: ts.TypeChecker, type: ts.Type): Shape {
  return isObject(type) ? keysOf(checker, type) : [textOfType(checker, type)];
}

function textOfType(checker: ts.TypeChecker, type: ts.Type): string {
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const byDefault = checker.getDefaultFromTypeParameter(type);
    return byDefault ? textOfType(checker, byDefault) : checker.typeToString(type);
  }
  if (type.isUnion()) return [...new Set(unionOf(checker, type))].sort().join(" | ");
  if (type.isIntersection() || isObject(type)) return textOfObject(checker, type);
  return checker.typeToString(type);
}

function textOfObject(checker: ts.TypeChecker, type: ts.Type): string {
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    return `Array<${element ? textOfType(checker, element) : "unknown"}>`;
  }
  const calls = type.getCallSignatures();
  if (calls.length > 0) return textOfCalls(checker, calls);
  return `{ ${keysOf(checker, type).join("; ")} }`;
}

function unionOf(checker: ts.TypeChecker, type: ts.UnionType): string[] {
  return type.types
    .filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))
    .map((member) => textOfType(checker, member));
}

function keysOf(checker: ts.TypeChecker, type: ts.Type): string[] {
  const index = checker
    .getIndexInfosOfType(type)
    .map((info) => `[${textOfType(checker, info.keyType)}]: ${textOfType(checker, info.type)}`);
  const keys = checker.getPropertiesOfType(type).map((property) => {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const value = checker.getTypeOfSymbol(property);
    const text = isErrorCode(property, value) ? "string" : textOfType(checker, value);
    return `${property.name}${isOptional ? "?" : ""}: ${text}`;
  });
  return [...index, ...keys].sort();
}

function textOfCalls(checker: ts.TypeChecker, calls: readonly ts.Signature[]): string {
  const signatures = calls.map((call) => {
    const parameters = call.getParameters().map((parameter) => {
      const { valueDeclaration: node } = parameter;
      const isOptional = node && ts.isParameter(node) && checker.isOptionalParameter(node);
      const value = checker.getTypeOfSymbol(parameter);
      return `${parameter.name}${isOptional ? "?" : ""}: ${textOfType(checker, value)}`;
    });
    return `(${parameters.join(", ")}) => ${textOfType(checker, call.getReturnType())}`;
  });
  return signatures.sort().join(" & ");
}

function isObject(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0;
}

/** The codes are a table of PROTOCOL.md, not a type there. */
function isErrorCode({ name }: ts.Symbol, value: ts.Type): boolean {
  return name === "code" && value.isUnion() && value.types.every((one) => one.isStringLiteral());
}
