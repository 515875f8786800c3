import { flagOf, type SettingName, settings, variableOf } from "../packages/server/src/config.ts";

const begin = "<!-- settings: written by `npm run documents` -->";
const end = "<!-- settings: end -->";

/** The table of all settings, in Markdown, from the one table there is. */
export function settingsTable(): string {
  const rows = (Object.keys(settings) as SettingName[]).map((name) => {
    const { help, expects, example, default: byDefault } = settings[name];
    const value = byDefault === undefined ? "–" : `\`${byDefault}\``;
    const details = example === undefined ? expects : `${expects}; for example \`${example}\``;
    return `| \`${variableOf(name)}\` | \`--${flagOf(name)}\` | ${value} | ${help} (${details}) |`;
  });
  return ["| variable | flag | default | what it is |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

/** A document with the settings table put where its marks are. */
export function withSettingsTable(document: string): string {
  const [before, rest] = document.split(begin);
  const [, after] = (rest ?? "").split(end);
  if (after === undefined) throw new Error("the document has no place for the settings table");
  return `${before}${begin}\n${settingsTable()}\n${end}${after}`;
}
