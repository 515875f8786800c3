import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest files. They start first, so that none of them is left alone at the end. */
const longest = [
  "connect-errors.test.ts",
  "attack.test.ts",
  "scripts.test.ts",
  "client-sessions.test.ts",
  "tracks.test.ts",
  "demo.test.ts",
  "packed.test.ts",
  "page-end.test.ts",
  "misbehaving-server.test.ts",
  "room-peer.test.ts",
  "redis-storm.test.ts",
  "fit.test.ts",
];

/** The project whose files wait most of the time. */
const waiting = "client-over-socketio";

/** The largest project, then the waiting one: the others fill the time at the end better. */
const firstProjects = ["tests", waiting];

/** The files that use browsers, and so the processor. Most other files wait for a timer or another process. */
const withBrowsers =
  /\/testing\/e2e\/(client|demo)\/|\/(browser|examples|https|base-path|relayed-call)\.test\.ts$/;

/**
 * Orders the files so that those of a project follow each other, because a worker ends when the next file is of another
 * project. Within a project, files with browsers run beside other files.
 */
export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const groups = groupedBy(sorted, ({ project }) => project.config.sequence.groupOrder);
    return groups.flatMap(arranged);
  }
}

function arranged(group: readonly TestSpecification[]): TestSpecification[] {
  const waits = group.filter(isLongWait);
  const others = group.filter((file) => !isLongWait(file));
  return [...waits, ...groupedBy(others, nameOf).toSorted(byProject).flatMap(mixed)];
}

const nameOf = ({ project }: TestSpecification) => project.name;

/** These files start before all others. At the end, the processor would wait for them. */
const isLongWait = (file: TestSpecification) => nameOf(file) === waiting && isLong(file);

function byProject(
  [one]: readonly TestSpecification[],
  [other]: readonly TestSpecification[],
): number {
  return placeOf(one) - placeOf(other);
}

function placeOf(file: TestSpecification | undefined): number {
  const place = firstProjects.indexOf(file ? nameOf(file) : "");
  return place < 0 ? firstProjects.length : place;
}

/** Spreads the files with browsers evenly. Keeps the order of equals, except for the longest files. */
function mixed(files: readonly TestSpecification[]): TestSpecification[] {
  const ranked = groupedBy(files, ({ moduleId }) => withBrowsers.test(moduleId)).flatMap((own) =>
    own.map((file, index) => ({ file, rank: isLong(file) ? 0 : (index + 1) / own.length })),
  );
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ file }) => file);
}

function isLong({ moduleId }: TestSpecification): boolean {
  return longest.some((name) => moduleId.endsWith(`/${name}`));
}

/** Returns the groups in the order of their first items. */
function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  const groups = new Map<unknown, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
