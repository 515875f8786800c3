import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The longest files. They start first, so that none of them is left alone at the end. */
const longest = [
  "client-sessions.test.ts",
  "fit.test.ts",
  "demo.test.ts",
  "packed.test.ts",
  "bench.test.ts",
];

/**
 * Orders the files so that files with browsers, which use the processor, run beside other files, most of which wait for
 * a timer or another process.
 */
export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const groups = groupedBy(sorted, ({ project }) => project.config.sequence.groupOrder);
    return groups.flatMap(mixed);
  }
}

/** Spreads the files of each project evenly. Keeps the order within a project, except for the longest files. */
function mixed(files: readonly TestSpecification[]): TestSpecification[] {
  const ranked = groupedBy(files, ({ project }) => project.name).flatMap((own) =>
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
