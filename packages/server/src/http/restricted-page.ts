import type { Handler } from "hono";

/**
 * Returns the handler of a page that is restricted by a Content-Security-Policy, with the sources of each directive. Browsers
 * ask for the page each time.
 */
export function restrictedPage(page: string, sources: Readonly<Record<string, string>>): Handler {
  const policy = Object.entries(sources)
    .map(([directive, permitted]) => `${directive} ${permitted}`)
    .join("; ");
  return (context) => {
    context.header("content-security-policy", policy);
    context.header("cache-control", "no-cache");
    return context.html(page);
  };
}
