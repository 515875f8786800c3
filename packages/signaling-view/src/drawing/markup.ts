import { nothing, type TemplateResult } from "lit";

/** Returns a drawing as XML text, for files. On a page, lit draws it. */
export function markup(value: unknown): string {
  if (Array.isArray(value)) return value.map(markup).join("");
  if (isTemplate(value)) return filled(value);
  return value === undefined || value === nothing ? "" : escaped(String(value));
}

function filled({ strings, values }: TemplateResult): string {
  return strings
    .map((text, index) => {
      if (index === values.length) return text;
      const value = markup(values[index]);
      return text.endsWith("=") ? `${text}"${value}"` : text + value;
    })
    .join("");
}

function isTemplate(value: unknown): value is TemplateResult {
  return typeof value === "object" && value !== null && "strings" in value && "values" in value;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Control characters have no place in XML, not even escaped. */
function escaped(text: string): string {
  const printable = [...text].filter((letter) => letter >= " ").join("");
  return printable.replace(/[&<>"]/g, (letter) => entities[letter] ?? "");
}
