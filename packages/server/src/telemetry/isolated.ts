import type { Report } from "./fact.ts";

/**
 * Returns the report of a program, which never throws: an exception becomes an uncaught exception of the program, as of a
 * listener in the client, and the work of the server continues.
 */
export function isolated(report: Report): Report {
  return (fact) => {
    try {
      report(fact);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
