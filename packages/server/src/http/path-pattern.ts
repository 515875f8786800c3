/** The path of a URL: `/signal`, `/a/b/`. `.` and `..` are other paths for browsers. */
export const pathPattern = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+\/?$/;
