/** Matches the path of a URL, such as `/signal` or `/a/b/`, without `.` and `..`, which browsers resolve. */
export const pathPattern = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+\/?$/;
