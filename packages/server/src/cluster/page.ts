/** Selects a part of a long list. */
export interface PageRequest {
  /** Maximum number of items. */
  readonly limit: number;
  /** The last name of the previous page. */
  readonly after?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** The `after` of the next page; absent in the last page. */
  readonly next?: string;
}

/**
 * Returns one page of a list, sorted by name. Unlike page numbers, names stay valid while items are added and removed.
 */
export function pageOf<Item>(
  all: Iterable<Item>,
  nameOf: (item: Item) => string,
  { limit, after }: PageRequest,
): Page<Item> {
  const rest = [...all].filter((item) => after === undefined || nameOf(item) > after);
  const items = rest.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)).slice(0, limit);
  const last = items.at(-1);
  return rest.length > items.length && last !== undefined
    ? { items, next: nameOf(last) }
    : { items };
}
