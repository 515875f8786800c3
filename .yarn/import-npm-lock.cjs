// Turns npm's lock file into one that yarn 4 completes: each range of each dependency, with the version that npm
// chose for it. Plain CommonJS without dependencies: it runs before anything is installed.

/**
 * A package as package-lock.json has it, by the folder it is in (lockfileVersion 3).
 *
 * @typedef {{
 *   name?: string,
 *   version?: string,
 *   link?: boolean,
 *   dependencies?: Record<string, string>,
 *   devDependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>,
 * }} Locked
 * @typedef {Readonly<Record<string, Locked>>} Folders
 */

/** An older format than yarn's present one: yarn keeps the versions, and asks the registry for all that is missing. */
const formatVersion = 9;

/**
 * Returns the text of a yarn.lock.
 *
 * @param {Folders} folders
 */
function yarnLockOf(folders) {
  const entries = [...lockedRanges(folders)].map(([range, [locked = ""]]) => entryOf(range, locked));
  return `__metadata:\n  version: ${formatVersion}\n\n${entries.sort().join("\n")}`;
}

/**
 * @param {string} range
 * @param {string} locked
 */
function entryOf(range, locked) {
  const lines = [
    `"${range}":`,
    `version: ${locked.split("@npm:")[1]}`,
    `resolution: "${locked}"`,
    "languageName: node",
    "linkType: hard",
  ];
  return `${lines.join("\n  ")}\n`;
}

/**
 * Returns what npm chose for each range, both as yarn writes them: `ws@npm:^8.0.0` and `ws@npm:8.23.0`. npm can choose
 * two versions for one range, in two folders; yarn cannot, and takes the first.
 *
 * @param {Folders} folders
 * @returns {Map<string, string[]>}
 */
function lockedRanges(folders) {
  const ranges = new Map();
  for (const [folder, locked] of Object.entries(folders)) {
    for (const [name, range] of Object.entries(dependenciesOf(locked))) {
      const place = folderOf(folders, folder, name);
      if (place === undefined) continue;
      const key = `${name}@${range.startsWith("npm:") ? range : `npm:${range}`}`;
      const chosen = `${nameAt(folders, place)}@npm:${folders[place]?.version}`;
      ranges.set(key, [...new Set([...(ranges.get(key) ?? []), chosen])]);
    }
  }
  return ranges;
}

/** @param {Locked} locked */
function dependenciesOf({ dependencies, devDependencies, optionalDependencies }) {
  return { ...dependencies, ...devDependencies, ...optionalDependencies };
}

/**
 * The folder in which a package finds a dependency, as Node.js looks for it. yarn finds workspaces by itself.
 *
 * @param {Folders} folders
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined}
 */
function folderOf(folders, from, name) {
  const place = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  const found = folders[place];
  if (found) return found.link ? undefined : place;
  if (from === "") return undefined;
  const parent = from.lastIndexOf("/node_modules/");
  return folderOf(folders, parent === -1 ? "" : from.slice(0, parent), name);
}

/**
 * @param {Folders} folders
 * @param {string} folder
 */
function nameAt(folders, folder) {
  return folders[folder]?.name ?? folder.split("node_modules/").at(-1);
}

module.exports = { lockedRanges, yarnLockOf };
