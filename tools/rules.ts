/** The rules of PROTOCOL.md: `| R1 | …`. */
export function statedRules(protocol: string): string[] {
  return [...protocol.matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, rule]) => rule as string);
}

/** The rules that test titles cite: `test("[R1] …")`. */
export function citedRules(tests: readonly string[]): string[] {
  return tests.flatMap((text) =>
    [...text.matchAll(/\btest(?:\.each\([^`"]*\))?\(\s*["`]((?:\[[A-Z]\d+\] )+)/g)].flatMap(
      ([, rules]) => [...(rules as string).matchAll(/[A-Z]\d+/g)].map(([rule]) => rule),
    ),
  );
}

/** Returns rules without a test, tests without a rule, and duplicate rules. */
export function looseRules(protocol: string, tests: readonly string[]): string[] {
  const stated = statedRules(protocol);
  const cited = new Set(citedRules(tests));
  const twice = stated.filter((rule, index) => stated.indexOf(rule) !== index);
  return [
    ...twice.map((rule) => `${rule}: stated twice`),
    ...stated.filter((rule) => !cited.has(rule)).map((rule) => `${rule}: no test cites it`),
    ...[...cited].filter((rule) => !stated.includes(rule)).map((rule) => `${rule}: no such rule`),
  ];
}
