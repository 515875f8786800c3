import ts from "typescript";
import { readComments } from "./comments.ts";
import { textsOf, visible } from "./page.ts";
import { breaksIn, type CodeBlock, joined, type Reading, type TextFile } from "./passage.ts";

/** Reads the comments, docstrings and string literals of a TypeScript or JavaScript file. */
export function readSource({ path, text }: TextFile): Reading {
  const kind = /\.[cm]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const readings: Reading[] = [];
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;
  for (const { pos, end } of triviaOf(file)) {
    readings.push(readComments(text.slice(pos, end), lineOf(pos)));
  }
  for (const { start, text: read } of literalsOf(file)) {
    readings.push({ passages: textsOf(read, lineOf(start), "string"), lines: [] });
  }
  return joined([...readings, { passages: [], lines: [], blocks: styleSheetsOf(file) }]);
}

/** Finds the style sheets in templates. */
function styleSheetsOf(file: ts.SourceFile): CodeBlock[] {
  const sheets: CodeBlock[] = [];
  const visit = (node: ts.Node) => {
    if (isStyleSheet(node, file)) {
      const { line } = file.getLineAndCharacterOfPosition(node.template.getStart(file));
      sheets.push({ kind: "css", line: line + 1, text: node.template.getText(file) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return sheets;
}

function isStyleSheet(node: ts.Node, file: ts.SourceFile): node is ts.TaggedTemplateExpression {
  return ts.isTaggedTemplateExpression(node) && node.tag.getText(file) === "css";
}

/**
 * Finds the ranges before tokens that contain comments. They stand between tokens only, so a template or a regular
 * expression cannot be taken for a comment.
 */
function triviaOf(file: ts.SourceFile): ts.TextRange[] {
  const ranges: ts.TextRange[] = [];
  const visit = (node: ts.Node) => {
    // Docstrings are read as comments; TypeScript has them as children, too.
    const children = node.getChildren(file).filter((child) => !ts.isJSDoc(child));
    if (children.length > 0) return children.forEach(visit);
    const range = { pos: node.pos, end: node.getStart(file, false) };
    if (file.text.slice(range.pos, range.end).includes("/")) ranges.push(range);
  };
  visit(file);
  return ranges;
}

interface Literal {
  readonly start: number;
  readonly text: string;
}

/** Literals and their concatenations that contain a letter. */
function literalsOf(file: ts.SourceFile): Literal[] {
  const literals: Literal[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (isStyleSheet(node, file)) return;
    const parts = partsOf(node, file);
    if (parts) literals.push({ start: node.getStart(file), text: parts });
    // The literals of a concatenation have been read; its other operands have not.
    for (const child of parts ? operandsOf(node) : node.getChildren(file)) visit(child);
  };
  visit(file);
  return literals.filter(({ text }) => /\p{L}/u.test(text));
}

/** The text of a literal or a concatenation with all line breaks of the file; `undefined` for other expressions. */
function partsOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (ts.isStringLiteral(node)) return unescaped(node.getText(file).slice(1, -1));
  if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) {
    return templateText(node, file);
  }
  if (!isSum(node)) return undefined;
  const [left, right] = [partsOf(node.left, file), partsOf(node.right, file)];
  if (left === undefined && right === undefined) return undefined;
  const between = breaksIn(file.text.slice(node.left.end, node.right.getStart(file)));
  return `${left ?? placeholder(node.left, file)}${between}${right ?? placeholder(node.right, file)}`;
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function operandsOf(node: ts.Node): ts.Node[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (!isSum(node)) return [];
  return [node.left, node.right].flatMap((side) =>
    ts.isStringLiteralLike(side)
      ? []
      : isSum(side) || ts.isTemplateExpression(side)
        ? operandsOf(side)
        : [side],
  );
}

function templateText(node: ts.Node, file: ts.SourceFile): string {
  const raw = ts.isTemplateExpression(node)
    ? [
        node.head.getText(file).slice(1, -2),
        ...node.templateSpans.flatMap(({ expression, literal }) => [
          placeholder(expression, file),
          literal
            .getText(file)
            .replace(/^\}/, "")
            .replace(/`$|\$\{$/, ""),
        ]),
      ].join("")
    : node.getText(file).slice(1, -1);
  const text = unescaped(raw);
  return isPage(node, file) ? visible(text) : text;
}

/** Lit's templates are HTML. */
function isPage(node: ts.Node, file: ts.SourceFile): boolean {
  const { parent } = node;
  return ts.isTaggedTemplateExpression(parent) && /^(?:html|svg)$/.test(parent.tag.getText(file));
}

function placeholder(node: ts.Node, file: ts.SourceFile): string {
  return `\`\`${breaksIn(node.getText(file))}`;
}

function unescaped(raw: string): string {
  return raw
    .replaceAll(/\\n/g, "  ")
    .replaceAll(/`[^`\n]+`|\\`[^`\n]+\\`/g, "``")
    .replaceAll(/\\(["'`\\])/g, "$1");
}
