/** Which part of a long list is wanted. */
export interface PageRequest {
  readonly limit: number;
  /** Only names behind this one. */
  readonly after?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** What the next page comes `after`; absent: there is none. */
  readonly next?: string;
}

/**
 * One page of a list that is ordered by name. Names, unlike numbers of pages, stay right while others
 * come and go.
 */
export function pageOf<Item>(
  all: Iterable<Item>,
  nameOf: (item: Item) => string,
  { limit, after }: PageRequest,
): Page<Item> {
  const behind = [...all].filter((item) => after === undefined || nameOf(item) > after);
  const items = behind.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)).slice(0, limit);
  const last = items.at(-1);
  return behind.length > items.length && last !== undefined
    ? { items, next: nameOf(last) }
    : { items };
}
